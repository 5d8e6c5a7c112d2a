package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.net.BodySource;
import dev.wireside.testkit.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that follow each other on one session; each reply whole, in bytes, and coalesced. */
@Timeout(60)
class ManyMessagesTest {
    private static final Envelope FROM_ADA = Envelope.from("ada@example.org");
    private static final MailObject TO_BOB =
            new MailObject(FROM_ADA.to("bob@example.net"), BodySource.ofText("hello\r\n"));
    private static final MailObject TO_EVE =
            new MailObject(FROM_ADA.to("eve@example.net"), BodySource.ofText("goodbye\r\n"));

    @ParameterizedTest
    @EnumSource
    void by_data_a_message_leaves_with_the_commands_of_the_next(Delivery delivery) throws IOException {
        twoAreAccepted("data_two_messages", delivery);
    }

    @ParameterizedTest
    @EnumSource
    void by_bdat_messages_follow_each_other_without_waiting(Delivery delivery) throws IOException {
        twoAreAccepted("bdat_two_messages", delivery);
    }

    @ParameterizedTest
    @EnumSource
    void without_pipelining_and_chunking_every_line_waits(Delivery delivery) throws IOException {
        twoAreAccepted("one_by_one_two_messages", delivery);
    }

    @ParameterizedTest
    @EnumSource
    void by_bdat_without_pipelining_every_line_waits(Delivery delivery) throws IOException {
        twoAreAccepted("bdat_one_by_one_two_messages", delivery);
    }

    private static void twoAreAccepted(String script, Delivery delivery) throws IOException {
        try (var server = TestServer.plays(script, delivery)) {
            try (var smtp = server.connect()) {
                var deliveries = smtp.sendAll(List.of(TO_BOB, TO_EVE));
                assertThat(deliveries).hasSize(2);
                assertThat(deliveries.get(0).mail()).isSameAs(TO_BOB);
                assertThat(deliveries.get(0).receipt().reply().text()).isEqualTo("2.0.0 queued as 4711");
                assertThat(deliveries.get(1).mail()).isSameAs(TO_EVE);
                assertThat(deliveries.get(1).receipt().reply().text()).isEqualTo("2.0.0 queued as 4712");
            }
            server.close();
            assertThat(server.conversation().bodies())
                    .extracting(body -> new String(body.message(), StandardCharsets.US_ASCII))
                    .containsExactly("hello\r\n", "goodbye\r\n");
        }
    }

    @Test
    void no_messages_are_no_dialogue() throws IOException {
        try (var server = TestServer.plays("just_greeted", Delivery.WHOLE);
                var smtp = server.connect()) {
            assertThat(smtp.sendAll(List.of())).isEmpty();
        }
    }
}
