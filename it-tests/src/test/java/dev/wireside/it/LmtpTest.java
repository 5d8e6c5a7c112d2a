package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.Secret;
import dev.wireside.it.servers.RealServer;
import dev.wireside.it.servers.RequiresServer;
import dev.wireside.net.BodySink;
import dev.wireside.net.Credentials;
import dev.wireside.net.Transcript;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.smtp.ChunkingUse;
import dev.wireside.smtp.EnhancedStatus;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.LmtpClient;
import dev.wireside.smtp.LmtpReceipt;
import dev.wireside.smtp.Mailbox;
import dev.wireside.smtp.RecipientOutcome;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The LMTP client against Dovecot, and what is in the mailboxes then. */
@RequiresServer("dovecot")
@Timeout(60)
final class LmtpTest {
    private static final Envelope FROM_ADA = Envelope.from("ada@example.test");
    private static final String WIRESIDE = "wireside@example.test";
    private static final String EVE = "eve@example.test";
    private static final String FULL = "full@example.test";
    private static final String NOBODY = "nobody@example.test";

    private static LmtpClient connect(RealServer dovecot, ChunkingUse chunking, Transcript transcript)
            throws IOException {
        return LmtpClient.connect(
                dovecot.lmtpEndpoint(),
                SmtpOptions.defaults()
                        .withTlsSettings(dovecot.tls())
                        .withChunking(chunking)
                        .withTap(transcript));
    }

    /** More than the mailbox of full takes. */
    private static MarkedMail mail() {
        return MarkedMail.of("Subject: hello\r\n\r\n" + ".line\r\n".repeat(300));
    }

    @ParameterizedTest
    @EnumSource
    void every_recipient_is_answered_for_itself_at_the_end(ChunkingUse chunking, RealServer dovecot) throws Exception {
        MarkedMail mail = mail();
        Transcript transcript = new Transcript();
        try (LmtpClient lmtp = connect(dovecot, chunking, transcript)) {
            assertThat(lmtp.tls()).isPresent();
            LmtpReceipt receipt = lmtp.send(FROM_ADA.to(EVE, FULL, WIRESIDE), mail.source());
            assertThat(receipt.recipients())
                    .extracting(RecipientOutcome::isAccepted)
                    .containsExactly(true, false, true);
            RecipientOutcome full = receipt.refused().getFirst();
            assertThat(full.mailbox()).isEqualTo(Mailbox.of(FULL));
            assertThat(full.enhanced()).contains(new EnhancedStatus(5, 2, 2));
            lmtp.noop();
        }
        assertThat(transcript.render())
                .contains("C: LHLO ")
                .contains(chunking == ChunkingUse.WHEN_OFFERED ? "C: BDAT " : "C: DATA");
        assertThat(mail.storedBy(dovecot, "eve")).isEqualTo(mail.expectedWithLf());
        assertThat(mail.storedBy(dovecot, RealServer.USER)).isEqualTo(mail.expectedWithLf());
        assertThat(mail.isIn(dovecot, "full")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void who_is_refused_at_rcpt_stops_the_message_or_only_itself(ChunkingUse chunking, RealServer dovecot)
            throws Exception {
        MarkedMail toAll = mail();
        MarkedMail toSome = mail();
        Envelope two = FROM_ADA.to(EVE, NOBODY);
        try (LmtpClient lmtp = connect(dovecot, chunking, new Transcript())) {
            assertThatThrownBy(() -> lmtp.send(two, toAll.source()))
                    .isInstanceOf(SmtpRefusedException.class)
                    .hasMessageContaining("5.1.1");
            LmtpReceipt receipt = lmtp.send(two.to(FULL).allowingPartial(), toSome.source());
            assertThat(receipt.recipients())
                    .extracting(RecipientOutcome::isAccepted)
                    .containsExactly(true, false, false);
            assertThat(receipt.refused())
                    .extracting(outcome -> outcome.enhanced().orElseThrow().toString())
                    .containsExactly("5.1.1", "5.2.2");
        }
        assertThat(toSome.storedBy(dovecot, "eve")).isEqualTo(toSome.expectedWithLf());
        assertThat(toAll.isIn(dovecot, "eve")).isFalse();
    }

    @Test
    void message_that_nobody_has_room_for_is_refused_and_the_session_goes_on(RealServer dovecot) throws Exception {
        try (LmtpClient lmtp = connect(dovecot, ChunkingUse.WHEN_OFFERED, new Transcript())) {
            assertThatThrownBy(() -> lmtp.send(FROM_ADA.to(FULL), mail().source()))
                    .isInstanceOfSatisfying(
                            SmtpRefusedException.class,
                            no -> assertThat(no.enhanced()).contains(new EnhancedStatus(5, 2, 2)));
            MarkedMail next = mail();
            assertThat(lmtp.send(FROM_ADA.to(EVE), next.source()).accepted()).hasSize(1);
            assertThat(next.storedBy(dovecot, "eve")).isEqualTo(next.expectedWithLf());
        }
    }

    @ParameterizedTest
    @EnumSource
    void bodies_that_are_easily_damaged_come_back_byte_for_byte_by_pop3(ChunkingUse chunking, RealServer dovecot)
            throws Exception {
        List<MarkedMail> mails =
                MarkedMail.awkward().values().stream().map(MarkedMail::of).toList();
        try (LmtpClient lmtp = connect(dovecot, chunking, new Transcript())) {
            for (MarkedMail mail : mails) {
                lmtp.send(FROM_ADA.to(WIRESIDE), mail.source());
            }
        }
        Credentials login = Credentials.of(RealServer.USER, Secret.of(RealServer.PASSWORD));
        Pop3Options options = Pop3Options.defaults().withTls(Pop3Tls.STLS).withTlsSettings(dovecot.tls());
        try (Pop3Client maildrop = Pop3Client.open(dovecot.endpoint(), login, options)) {
            List<byte[]> fetched = new ArrayList<>();
            for (Listing one : maildrop.list()) {
                fetched.add(maildrop.retrieve(one, BodySink.bytes(1_000_000)));
            }
            for (MarkedMail mail : mails) {
                assertThat(fetched).anyMatch(message -> Arrays.equals(mail.below(message), mail.expectedWithCrlf()));
                byte[] stored = mail.storedBy(dovecot, RealServer.USER);
                assertThat(stored)
                        .isEqualTo(chunking == ChunkingUse.WHEN_OFFERED ? mail.exactlyWithLf() : mail.expectedWithLf());
            }
        }
    }
}
