package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.Secret;
import dev.wireside.it.servers.RealServer;
import dev.wireside.it.servers.RequiresServer;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.net.Transcript;
import dev.wireside.smtp.ChunkingUse;
import dev.wireside.smtp.Delivery;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.MailObject;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many messages at once to Postfix, by BDAT and by DATA, and what has become of each in the mailbox. */
@RequiresServer("postfix")
@Timeout(120)
final class PostfixBatchTest {
    private static final Envelope ENVELOPE = Envelope.from("ada@example.test").to("wireside@example.test");

    private static SmtpClient connect(RealServer postfix, ChunkingUse chunking, Transcript transcript)
            throws IOException {
        SmtpOptions options = SmtpOptions.defaults()
                .withTlsSettings(postfix.tls())
                .withLogin(Credentials.of(RealServer.USER, Secret.of(RealServer.PASSWORD)))
                .withChunking(chunking)
                .withTap(transcript);
        return SmtpClient.connect(postfix.endpoint(), options);
    }

    private static void assertStored(RealServer postfix, List<MarkedMail> mails) throws Exception {
        for (MarkedMail mail : mails) {
            assertThat(mail.storedBy(postfix, RealServer.USER)).isEqualTo(mail.expectedWithLf());
        }
    }

    private static long count(Transcript transcript, String start) {
        return transcript
                .render()
                .lines()
                .filter(line -> line.contains("C: " + start))
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void fifty_messages_arrive_in_one_run(ChunkingUse chunking, RealServer postfix) throws Exception {
        List<MarkedMail> mails = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            mails.add(MarkedMail.of("Subject: " + i + "\r\n\r\n" + ("." + i + "\r\n").repeat(i)));
        }
        Transcript transcript = new Transcript();
        try (SmtpClient smtp = connect(postfix, chunking, transcript)) {
            List<Delivery> deliveries = smtp.sendAll(mails.stream()
                    .map(mail -> new MailObject(ENVELOPE, mail.source()))
                    .toList());
            assertThat(deliveries).hasSize(50).allMatch(Delivery::isAccepted);
            smtp.noop();
        }
        boolean byBdat = chunking == ChunkingUse.WHEN_OFFERED;
        assertThat(count(transcript, "DATA")).isEqualTo(byBdat ? 0 : 50);
        assertThat(count(transcript, "BDAT")).isEqualTo(byBdat ? 50 : 0);
        assertStored(postfix, mails);
    }

    @ParameterizedTest
    @EnumSource
    void bodies_that_are_easily_damaged_arrive_byte_for_byte(ChunkingUse chunking, RealServer postfix)
            throws Exception {
        List<MarkedMail> mails =
                MarkedMail.awkward().values().stream().map(MarkedMail::of).toList();
        try (SmtpClient smtp = connect(postfix, chunking, new Transcript())) {
            List<Delivery> deliveries = smtp.sendAll(mails.stream()
                    .map(mail -> new MailObject(ENVELOPE, mail.source()))
                    .toList());
            assertThat(deliveries).allMatch(Delivery::isAccepted);
        }
        assertStored(postfix, mails);
    }

    @Test
    void message_of_several_chunks_arrives_byte_for_byte(RealServer postfix) throws Exception {
        MarkedMail mail = MarkedMail.of(
                "Subject: large\r\n\r\n" + ".0123456789012345678901234567890123456789\r\n".repeat(100_000));
        Transcript transcript = new Transcript();
        try (SmtpClient smtp = connect(postfix, ChunkingUse.WHEN_OFFERED, transcript)) {
            smtp.send(ENVELOPE, mail.source());
        }
        assertThat(count(transcript, "BDAT")).isGreaterThan(2);
        assertStored(postfix, List.of(mail));
    }

    @ParameterizedTest
    @EnumSource
    void refused_recipients_in_the_middle_leave_their_neighbours_untouched(ChunkingUse chunking, RealServer postfix)
            throws Exception {
        List<MarkedMail> good = List.of(
                MarkedMail.of("Subject: 0\r\n\r\na\r\n"),
                MarkedMail.of("Subject: 2\r\n\r\nb\r\n"),
                MarkedMail.of("Subject: 4\r\n\r\nc\r\n"));
        List<MarkedMail> refused =
                List.of(MarkedMail.of("Subject: 1\r\n\r\nno\r\n"), MarkedMail.of("Subject: 3\r\n\r\nno\r\n"));
        Envelope nobody = Envelope.from("ada@example.test").to("reject@example.test");
        try (SmtpClient smtp = connect(postfix, chunking, new Transcript())) {
            List<Delivery> deliveries = smtp.sendAll(List.of(
                    new MailObject(ENVELOPE, good.get(0).source()),
                    new MailObject(nobody, refused.get(0).source()),
                    new MailObject(ENVELOPE, good.get(1).source()),
                    new MailObject(
                            ENVELOPE.to("later@example.test"), refused.get(1).source()),
                    new MailObject(
                            ENVELOPE.to("later@example.test").allowingPartial(),
                            good.get(2).source())));
            assertThat(deliveries).extracting(Delivery::isAccepted).containsExactly(true, false, true, false, true);
            assertThat(deliveries.get(1))
                    .isInstanceOfSatisfying(
                            Delivery.Refused.class,
                            no -> assertThat(no.reason()).hasMessageContaining("5.1.1"));
            assertThat(deliveries.get(3))
                    .isInstanceOfSatisfying(
                            Delivery.Refused.class,
                            no -> assertThat(no.reason().isTransient()).isTrue());
            assertThat(deliveries.get(4).receipt().refused()).hasSize(1);
            smtp.send(ENVELOPE, BodySource.ofText("Subject: after\r\n\r\nthat\r\n"));
        }
        assertStored(postfix, good);
        for (MarkedMail mail : refused) {
            assertThat(mail.isIn(postfix, RealServer.USER)).isFalse();
        }
    }
}
