package dev.wireside.smtp;

import dev.wireside.codec.WireText;
import dev.wireside.codec.reply.Reply;
import dev.wireside.smtp.SmtpTimeouts.Wait;
import java.io.IOException;

/**
 * A question to the server about addresses or about itself.
 *
 * <pre>
 * vrfy = "VRFY" SP String [ SP "SMTPUTF8" ] CRLF          RFC 5321 sections 4.1.1.6 to 4.1.1.8, RFC 6531 section 3.7.4.2
 * expn = "EXPN" SP String [ SP "SMTPUTF8" ] CRLF
 * help = "HELP" [ SP String ] CRLF
 * </pre>
 *
 * @param line the command
 * @param verb the first word of it
 */
record Inquiry(WireText line, String verb) {
    /** With CRLF. */
    private static final int MAX_LINE = MailCommand.MAX_LINE;

    /** @throws SmtpRefusedException if the argument is not US-ASCII and the server does not offer SMTPUTF8 */
    static Inquiry about(String verb, String argument, SmtpCapabilities server) throws SmtpRefusedException {
        check(verb, argument);
        if (Mailbox.isAscii(argument)) {
            return new Inquiry(WireText.of(verb + " " + argument), verb);
        }
        if (!server.has(SmtpExtension.SMTPUTF8)) {
            throw SmtpRefusedException.unasked(
                    verb,
                    "the argument of " + verb + " is not US-ASCII, but the server does not offer SMTPUTF8",
                    "nothing was sent");
        }
        return new Inquiry(WireText.utf8(verb + " " + argument + " SMTPUTF8"), verb);
    }

    static Inquiry help() {
        return new Inquiry(WireText.of("HELP"), "HELP");
    }

    static Inquiry help(String topic) {
        check("HELP", topic);
        return new Inquiry(WireText.of("HELP " + topic), "HELP");
    }

    /** A String of RFC 5321 is one word or quoted: a space would let a parameter in behind it. */
    private static void check(String verb, String argument) {
        boolean word = !argument.isEmpty() && !argument.contains(" ") && Mailbox.isPrintable(argument);
        if (!word && !Mailbox.isQuotedString(argument)) {
            throw Mailbox.bad("what " + verb + " asks about is one printable word, or a quoted string", argument);
        }
        int length = Mailbox.utf8Length(verb + " " + argument + "\r\n");
        if (length > MAX_LINE) {
            throw Mailbox.bad("a command line has at most " + MAX_LINE + " octets", argument);
        }
    }

    /** @throws SmtpRefusedException if the answer is 4yz or 5yz */
    Reply ask(SmtpSession session) throws IOException {
        Reply reply = session.ask(line, Wait.COMMAND, "the reply to " + verb);
        if (!session.accepts(verb, reply, "2xx")) {
            throw session.refused(line.masked(), reply);
        }
        return session.scrubbed(reply);
    }
}
