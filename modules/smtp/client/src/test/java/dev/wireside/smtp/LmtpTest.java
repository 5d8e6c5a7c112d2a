package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.net.BodySource;
import dev.wireside.testkit.Delivery;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A local delivery agent answers for each recipient (RFC 2033). */
@Timeout(60)
class LmtpTest {
    private static final BodySource MESSAGE = BodySource.ofText("hello\r\n");
    private static final Envelope TO_THREE =
            Envelope.from("chris@bar.com").to("pat@foo.edu", "jones@foo.edu", "green@foo.edu");

    @ParameterizedTest
    @EnumSource
    void by_data_each_accepted_recipient_has_its_reply(Delivery delivery) throws IOException {
        mixed("lmtp_mixed", delivery);
    }

    @ParameterizedTest
    @EnumSource
    void by_bdat_each_accepted_recipient_has_its_reply(Delivery delivery) throws IOException {
        mixed("lmtp_mixed_bdat", delivery);
    }

    private static void mixed(String script, Delivery delivery) throws IOException {
        try (var server = TestServer.plays(script, delivery);
                var lmtp = LmtpClient.connect(server.endpoint(), server.unencrypted())) {
            LmtpReceipt receipt = lmtp.send(TO_THREE.allowingPartial(), MESSAGE);
            assertThat(receipt.recipients())
                    .extracting(outcome -> outcome.reply().code().value())
                    .containsExactly(250, 550, 452);
            assertThat(receipt.accepted())
                    .extracting(RecipientOutcome::mailbox)
                    .containsExactly(Mailbox.of("pat@foo.edu"));
            assertThat(receipt.refused())
                    .extracting(RecipientOutcome::isTransient)
                    .containsExactly(false, true);
        }
    }
}
