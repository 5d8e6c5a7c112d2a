package dev.wireside.smtp;

import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.sasl.SaslChoice;
import dev.wireside.codec.sasl.SaslMechanism;
import dev.wireside.net.Credentials;
import dev.wireside.net.SaslDialogue;
import dev.wireside.net.SaslDialogue.Answer;
import dev.wireside.smtp.SmtpTimeouts.Wait;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * AUTH in the words of SMTP (RFC 4954 section 4).
 *
 * <pre>
 * C: AUTH mechanism [initial-response]
 * S: 334 challenge        C: response        as often as the server asks
 * S: 235
 * </pre>
 */
final class SmtpLogin implements SaslDialogue.Framing<Reply> {
    /** The longest line of this dialogue with its CRLF (RFC 4954 section 4). */
    private static final int MAX_LINE = 12_288;

    private final SmtpSession session;
    private final SmtpOptions options;

    SmtpLogin(SmtpSession session, SmtpOptions options) {
        this.session = session;
        this.options = options;
    }

    void run() throws IOException {
        new SaslDialogue<>(session.connection(), mechanism(), this).run(MAX_LINE);
    }

    private SaslMechanism mechanism() throws SmtpRefusedException {
        List<String> offered = session.capabilities().authMechanisms();
        SaslMechanism given = options.mechanism();
        Credentials credentials = options.credentials();
        if (given != null) {
            Optional<String> objection = options.loginPolicy().objection(session.connection(), given, offered);
            if (objection.isPresent()) {
                throw notAsked("AUTH " + given.name(), objection.get());
            }
            return given;
        }
        if (credentials == null) {
            throw new IllegalStateException("there is nothing to log in with");
        }
        return switch (options.loginPolicy().choose(session.connection(), credentials, offered)) {
            case SaslChoice.Chosen chosen -> chosen.mechanism();
            case SaslChoice.None none -> throw notAsked("AUTH", none.reason());
        };
    }

    private static SmtpRefusedException notAsked(String what, String why) {
        return SmtpRefusedException.unasked(what, "no login: " + why, SmtpRefusedException.NO_SECRET);
    }

    @Override
    public Answer<Reply> ask(WireText line, String command) throws IOException {
        Reply reply = session.ask(line, Wait.COMMAND, "the reply to " + command);
        return reply.matches("334")
                ? new Answer.Challenge<>(reply.text())
                : new Answer.Verdict<>(reply, session.accepts(command, reply, "235"));
    }

    @Override
    public SmtpRefusedException refused(String command, Reply reply, String detail) {
        SmtpRefusedException no = session.refused(command, reply);
        return detail.isEmpty() ? no : no.saying("the mechanism was told " + detail);
    }
}
