package dev.wireside.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.codec.Secret;
import dev.wireside.it.servers.RealServer;
import dev.wireside.it.servers.RequiresServer;
import dev.wireside.net.BodySource;
import dev.wireside.net.Credentials;
import dev.wireside.net.Transcript;
import dev.wireside.smtp.DsnNotify;
import dev.wireside.smtp.DsnReturn;
import dev.wireside.smtp.Envelope;
import dev.wireside.smtp.Mailbox;
import dev.wireside.smtp.SmtpClient;
import dev.wireside.smtp.SmtpOptions;
import dev.wireside.smtp.SmtpRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an envelope asks of Postfix, and what Postfix makes of it; its notifications go to the same mailbox. */
@RequiresServer("postfix")
@Timeout(60)
final class PostfixExtensionsTest {
    private static final BodySource MESSAGE = BodySource.ofText("Subject: hello\r\n\r\nthe-text-itself\r\n");
    private static final Envelope FROM_ADA = Envelope.from("ada@example.test");
    private static final Mailbox WIRESIDE = Mailbox.of("wireside@example.test");

    private static SmtpClient connect(RealServer postfix, Transcript transcript) throws IOException {
        SmtpOptions options = SmtpOptions.defaults()
                .withTlsSettings(postfix.tls())
                .withLogin(Credentials.of(RealServer.USER, Secret.of(RealServer.PASSWORD)))
                .withTap(transcript);
        return SmtpClient.connect(postfix.endpoint(), options);
    }

    /** The notification with this envelope id. */
    private static String notification(RealServer postfix, String id) throws Exception {
        byte[] found = MarkedMail.await(postfix, RealServer.USER, "Original-Envelope-Id: " + id + "\n");
        return new String(found, StandardCharsets.UTF_8);
    }

    @Test
    void success_is_notified_with_what_the_sender_called_message_and_recipient(RealServer postfix) throws Exception {
        String id = "order 4711+" + UUID.randomUUID();
        Transcript transcript = new Transcript();
        try (SmtpClient smtp = connect(postfix, transcript)) {
            Envelope envelope = FROM_ADA.to(
                            WIRESIDE,
                            DsnNotify.on(DsnNotify.Event.SUCCESS)
                                    .withOriginalRecipient("rfc822", "list+a@example.test"))
                    .withEnvelopeId(id)
                    .returning(DsnReturn.HDRS);
            smtp.send(envelope, MESSAGE);
        }
        assertThat(transcript.render())
                .contains(" RET=HDRS ENVID=order+204711+2B")
                .contains(" NOTIFY=SUCCESS ORCPT=rfc822;");
        assertThat(notification(postfix, id))
                .contains("To: ada@example.test")
                .contains("multipart/report")
                .contains("Original-Recipient: rfc822;list+a@example.test\n")
                .contains("Action: delivered\n")
                .doesNotContain("the-text-itself");
    }

    @Test
    void failure_is_notified_with_the_message_or_its_header_or_not_at_all(RealServer postfix) throws Exception {
        Mailbox bounces = Mailbox.of("bounces@example.test");
        DsnNotify onFailure = DsnNotify.on(DsnNotify.Event.FAILURE);
        String never = UUID.randomUUID().toString();
        String header = UUID.randomUUID().toString();
        String full = UUID.randomUUID().toString();
        try (SmtpClient smtp = connect(postfix, new Transcript())) {
            smtp.send(FROM_ADA.to(bounces, DsnNotify.never()).withEnvelopeId(never), MESSAGE);
            smtp.send(FROM_ADA.to(bounces, onFailure).withEnvelopeId(header).returning(DsnReturn.HDRS), MESSAGE);
            smtp.send(FROM_ADA.to(bounces, onFailure).withEnvelopeId(full).returning(DsnReturn.FULL), MESSAGE);
        }
        assertThat(notification(postfix, header)).contains("Action: failed\n").doesNotContain("the-text-itself");
        assertThat(notification(postfix, full)).contains("Action: failed\n").contains("the-text-itself");
        assertThat(postfix.messages())
                .noneSatisfy(
                        file -> assertThat(file).content(StandardCharsets.UTF_8).contains(never));
    }

    @Test
    void address_in_utf8_comes_back_in_the_notification(RealServer postfix) throws Exception {
        String id = UUID.randomUUID().toString();
        Transcript transcript = new Transcript();
        try (SmtpClient smtp = connect(postfix, transcript)) {
            Envelope envelope = FROM_ADA.to(Mailbox.of("ünï+x@example.test"), DsnNotify.on(DsnNotify.Event.SUCCESS))
                    .withEnvelopeId(id);
            assertThat(smtp.send(envelope, MESSAGE).accepted()).hasSize(1);
        }
        assertThat(transcript.render()).contains(" ORCPT=utf-8;ünï\\x{2B}x@example.test");
        assertThat(notification(postfix, id)).contains("Action: delivered\n").contains("Original-Recipient: utf-8;ünï");
    }

    @Test
    void submitter_is_named_to_a_server_that_offers_auth(RealServer postfix) throws Exception {
        Transcript transcript = new Transcript();
        try (SmtpClient smtp = connect(postfix, transcript)) {
            smtp.send(FROM_ADA.to(WIRESIDE).withSubmitter(Optional.of(Mailbox.of("a=b@example.test"))), MESSAGE);
            smtp.send(FROM_ADA.to(WIRESIDE).withSubmitter(Optional.empty()), MESSAGE);
        }
        assertThat(transcript.render()).contains(" AUTH=a+3Db@example.test").contains(" AUTH=<>");
    }

    @Test
    void what_postfix_does_not_offer_is_not_asked_of_it(RealServer postfix) throws Exception {
        try (SmtpClient smtp = connect(postfix, new Transcript())) {
            assertThatThrownBy(() -> smtp.send(FROM_ADA.to(WIRESIDE).withPriority(3), MESSAGE))
                    .isInstanceOf(SmtpRefusedException.class)
                    .hasMessageContaining("does not offer MT-PRIORITY");
            assertThatThrownBy(() -> smtp.send(FROM_ADA.to(WIRESIDE).requiringTls(), MESSAGE))
                    .isInstanceOf(SmtpRefusedException.class)
                    .hasMessageContaining("does not offer REQUIRETLS");
            assertThat(smtp.send(FROM_ADA.to(WIRESIDE), MESSAGE).accepted()).hasSize(1);
        }
    }

    @Test
    void vrfy_answers_and_expn_and_help_are_refused(RealServer postfix) throws Exception {
        try (SmtpClient smtp = connect(postfix, new Transcript())) {
            assertThat(smtp.verify("wireside@example.test").code().value()).isEqualTo(252);
            assertThat(smtp.verify("jörg@example.test").code().value()).isEqualTo(252);
            assertThatThrownBy(() -> smtp.verify("reject@example.test"))
                    .isInstanceOf(SmtpRefusedException.class)
                    .hasMessageContaining("550");
            assertThatThrownBy(() -> smtp.expand("staff")).isInstanceOf(SmtpRefusedException.class);
            assertThatThrownBy(smtp::help).isInstanceOf(SmtpRefusedException.class);
            smtp.noop();
        }
    }
}
