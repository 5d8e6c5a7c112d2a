package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.net.BodySource;
import dev.wireside.smtp.DsnNotify.Event;
import dev.wireside.testkit.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole dialogues in which an envelope asks for more, and the commands that ask the server something. */
@Timeout(60)
class ExtensionsTest {
    private static final BodySource MESSAGE = BodySource.ofText("hello\r\n");
    private static final Mailbox BOB = Mailbox.of("bob@example.net");
    private static final Envelope FROM_ADA = Envelope.from("ada@example.org");

    @ParameterizedTest
    @EnumSource
    void everything_that_is_asked_for_is_said_under_tls(Delivery delivery) throws IOException {
        Envelope envelope = FROM_ADA.to(BOB, DsnNotify.on(Event.SUCCESS, Event.FAILURE))
                .to("eve@example.net")
                .to(List.of(Mailbox.of("max+b@example.net")), DsnNotify.never())
                .returning(DsnReturn.HDRS)
                .withEnvelopeId("QQ 314159")
                .withSubmitter(Optional.of(Mailbox.of("root@example.org")))
                .requiringTls()
                .deliveringBy(DeliverBy.orNotify(Duration.ofMinutes(10)))
                .withPriority(4)
                .heldFor(Duration.ofMinutes(1));
        try (var server = TestServer.plays("extensions_under_tls", delivery);
                var smtp = SmtpClient.connect(server.endpoint(), server.encrypted(SmtpTls.STARTTLS))) {
            assertThat(smtp.capabilities().deliverByMinimum()).contains(Duration.ofMinutes(4));
            assertThat(smtp.capabilities().priorityProfile()).contains("MIXER");
            assertThat(smtp.send(envelope, MESSAGE).accepted()).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void message_that_requires_tls_does_not_go_out_in_clear_although_it_is_offered(Delivery delivery)
            throws IOException {
        try (var server = TestServer.plays("requiretls_offered_in_clear", delivery);
                var smtp = server.connect()) {
            var no = catchThrowableOfType(
                    SmtpRefusedException.class, () -> smtp.send(FROM_ADA.to(BOB).requiringTls(), MESSAGE));
            assertThat(no)
                    .hasMessageContaining("not encrypted")
                    .hasMessageContaining("nothing of the message was sent");
            smtp.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void notification_that_the_server_does_not_offer_leaves_the_session_usable(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("nothing_offered", delivery);
                var smtp = server.connect()) {
            Envelope envelope = FROM_ADA.to(BOB, DsnNotify.never());
            assertThatThrownBy(() -> smtp.send(envelope, MESSAGE))
                    .isInstanceOf(SmtpRefusedException.class)
                    .hasMessageContaining("DSN");
            smtp.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void server_is_asked_about_names_and_itself(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("vrfy_expn_help", delivery);
                var smtp = server.connect()) {
            assertThat(smtp.verify("bob").text()).isEqualTo("Bob Roe <bob@example.org>");
            assertThat(smtp.verify("bob@example.org").code().value()).isEqualTo(252);
            assertThat(smtp.verify("\"Bob Roe\"").code().value()).isEqualTo(251);
            assertThat(smtp.verify("zoë").lines()).containsExactly("Zoë <zoë@example.org>");
            var no = catchThrowableOfType(SmtpRefusedException.class, () -> smtp.verify("nobody"));
            assertThat(no.enhanced()).contains(new EnhancedStatus(5, 1, 1));
            assertThat(no.command()).isEqualTo("VRFY nobody");
            assertThat(smtp.expand("staff").lines()).containsExactly("<bob@example.org>", "<eve@example.org>");
            var later = catchThrowableOfType(SmtpRefusedException.class, () -> smtp.expand("friends-of-zoë"));
            assertThat(later.isTransient()).isTrue();
            assertThat(smtp.help().lines()).hasSize(2);
            assertThat(smtp.help("MAIL").code().value()).isEqualTo(214);
            assertThatThrownBy(() -> smtp.help("ME")).isInstanceOf(SmtpRefusedException.class);
            smtp.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void name_that_the_server_cannot_read_or_that_is_no_name_is_not_sent(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("nothing_offered", delivery);
                var smtp = server.connect()) {
            assertThatThrownBy(() -> smtp.verify("zoë"))
                    .isInstanceOf(SmtpRefusedException.class)
                    .hasMessageContaining("does not offer SMTPUTF8")
                    .hasMessageContaining("nothing was sent");
            for (String hostile :
                    List.of("", "bob SMTPUTF8", "a\r\nQUIT", "a\nb", "\"a\r\n\"", "a\tb", "a".repeat(506), "\ud800")) {
                assertThatThrownBy(() -> smtp.verify(hostile)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> smtp.expand(hostile)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> smtp.help(hostile)).isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> smtp.help("zoë")).isInstanceOf(IllegalArgumentException.class);
            smtp.noop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closing_in_place_of_an_answer_ends_the_session(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("vrfy_421", delivery);
                var smtp = server.connect()) {
            assertThatThrownBy(() -> smtp.verify("bob")).isInstanceOf(SmtpClosingException.class);
            assertThat(smtp.isOpen()).isFalse();
        }
    }
}
