package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wireside.codec.Secret;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.net.ProtocolViolationException;
import dev.wireside.testkit.Delivery;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reply means is read before secrets are masked in it; what is shown of it, after. */
@Timeout(60)
class MeaningTest {
    private static final BodySource MESSAGE = BodySource.ofText("hello\r\n");
    private static final Envelope TO_BOB = Envelope.from("ada@example.org").to("bob@example.net");

    private static SmtpClient login(TestServer server, String password) throws IOException {
        var options = server.unencrypted()
                .withLogin(Credentials.of("ada", Secret.of(password)))
                .allowingSecretsOnUnencryptedChannel();
        return SmtpClient.connect(server.endpoint(), options);
    }

    @ParameterizedTest
    @EnumSource
    void secret_that_the_server_echoes_when_it_accepts(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("secret_echoed_in_accepting_replies", delivery);
                var smtp = login(server, "5.7.8")) {
            Receipt receipt = smtp.send(TO_BOB, MESSAGE);
            assertThat(receipt.toString()).contains("queued as " + Secret.MASK).doesNotContain("5.7.8");
            assertThat(receipt.enhanced()).contains(new EnhancedStatus(2, 0, 0));
            assertThat(receipt.accepted())
                    .extracting(outcome -> outcome.enhanced().orElseThrow())
                    .containsExactly(new EnhancedStatus(2, 1, 5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void secret_that_looks_like_a_status(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("secret_that_looks_like_a_status", delivery)) {
            var no = catchThrowableOfType(SmtpRefusedException.class, () -> login(server, "5.7.8"));
            assertThat(no.enhanced()).contains(new EnhancedStatus(5, 7, 8));
            assertThat(no.getMessage() + no.reply() + no.answer())
                    .contains("535 " + Secret.MASK + " wrong")
                    .doesNotContain("5.7.8");
        }
    }

    @Test
    void secret_is_masked_before_it_is_escaped() throws IOException {
        try (var server = TestServer.playsWithoutVerification("secret_with_a_tab_echoed_unasked", Delivery.WHOLE);
                var smtp = login(server, "s3\tcr3t")) {
            Throwable violation = catchThrowable(smtp::noop);
            assertThat(violation)
                    .isInstanceOf(ProtocolViolationException.class)
                    .hasMessageContaining(Secret.MASK)
                    .hasMessageNotContaining("cr3t");
        }
    }

    @ParameterizedTest
    @EnumSource
    void too_many_recipients_in_the_words_of_rfc_821(Delivery delivery) throws IOException {
        try (var server = TestServer.plays("recipients_552", delivery);
                var smtp = server.connect()) {
            var no = catchThrowableOfType(SmtpRefusedException.class, () -> smtp.send(TO_BOB, MESSAGE));
            assertThat(no.isTransient()).isTrue();
            assertThat(no.recipients()).allMatch(RecipientOutcome::isTransient);
        }
    }

    @Test
    void refusal_survives_serialization_without_its_parts() throws Exception {
        try (var server = TestServer.plays("recipients_552", Delivery.WHOLE);
                var smtp = server.connect()) {
            var no = copy(catchThrowableOfType(SmtpRefusedException.class, () -> smtp.send(TO_BOB, MESSAGE)));
            assertThat(no.getMessage()).contains("552 too many recipients");
            assertThat(no.recipients()).isEmpty();
            assertThat(no.reply()).isEmpty();
            assertThat(no.isTransient()).isTrue();
        }
    }

    @Test
    void unknown_outcome_and_421_survive_serialization() throws Exception {
        try (var server = TestServer.plays("server_closes_after_the_final_dot", Delivery.WHOLE);
                var smtp = server.connect()) {
            var unknown = catchThrowableOfType(OutcomeUnknownException.class, () -> smtp.send(TO_BOB, MESSAGE));
            assertThat(copy(unknown).recipients()).isEmpty();
        }
        try (var server = TestServer.plays("closing_at_recipient", Delivery.WHOLE);
                var smtp = server.connect()) {
            var closing = catchThrowableOfType(SmtpClosingException.class, () -> smtp.send(TO_BOB, MESSAGE));
            assertThat(closing.reply()).isPresent();
            assertThat(copy(closing).reply()).isEmpty();
            assertThat(copy(closing).enhanced()).contains(new EnhancedStatus(4, 3, 2));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T copy(T thrown) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
