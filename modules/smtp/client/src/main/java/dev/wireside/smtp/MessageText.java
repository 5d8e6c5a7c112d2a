package dev.wireside.smtp;

import dev.wireside.net.BodySource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A plain text message (RFC 5322) with the header that it needs: From, To, Cc, Subject, Date, Message-ID and MIME. Text that
 * is not US-ASCII goes into encoded words (RFC 2047) and quoted-printable (RFC 2045), so every server takes it. For
 * attachments and HTML use a MIME library, and send what it writes.
 *
 * <pre>{@code
 * var message = MessageText.from("Ada Lovelace", "ada@example.org").to("bob@example.net")
 *         .withSubject("The engine").withText("It weaves algebraic patterns.\n");
 * smtp.send(message.envelope(), message);
 * }</pre>
 *
 * <p>Every method throws {@link IllegalArgumentException} for a value that would break the header, such as one with a line
 * break in it. Immutable: every method returns a new one, with the Date and Message-ID of the first. Safe for any thread.
 */
public final class MessageText implements BodySource {
    /** Lines of up to 998 characters are allowed (RFC 5322 section 2.1.1); what is longer is folded by quoted-printable. */
    private static final int MAX_LINE = 998;

    /** A longer quoted name does not fit a line; encoded words can be folded. */
    private static final int MAX_QUOTED = 60;

    private record Person(String name, Mailbox mailbox) {
        Person {
            checkText("a name", name);
            if (mailbox.domain().isEmpty()) {
                throw new IllegalArgumentException("an address in a header has a domain: " + mailbox);
            }
        }
    }

    private final Person from;
    private final List<Person> to;
    private final List<Person> cc;
    private final String subject;
    private final String text;
    private final ZonedDateTime date;
    private final String messageId;

    private MessageText(
            Person from,
            List<Person> to,
            List<Person> cc,
            String subject,
            String text,
            ZonedDateTime date,
            String messageId) {
        this.from = from;
        this.to = to;
        this.cc = cc;
        this.subject = subject;
        this.text = text;
        this.date = date;
        this.messageId = messageId;
    }

    /**
     * An empty message of this moment from this person.
     *
     * @param name as people should see it; may be empty
     * @param mailbox as {@link Mailbox#of} reads it
     */
    public static MessageText from(String name, String mailbox) {
        Person sender = new Person(name, Mailbox.of(mailbox));
        String id = "<" + UUID.randomUUID() + "@" + sender.mailbox.asciiDomain() + ">";
        return new MessageText(sender, List.of(), List.of(), "", "", ZonedDateTime.now(ZoneId.systemDefault()), id);
    }

    /** An empty message of this moment from this mailbox. */
    public static MessageText from(String mailbox) {
        return from("", mailbox);
    }

    /** With this mailbox more in To. */
    public MessageText to(String mailbox) {
        return to("", mailbox);
    }

    /** With this person more in To. */
    public MessageText to(String name, String mailbox) {
        List<Person> more = with(to, new Person(name, Mailbox.of(mailbox)));
        return new MessageText(from, more, cc, subject, text, date, messageId);
    }

    /** With this mailbox more in Cc. */
    public MessageText cc(String mailbox) {
        return cc("", mailbox);
    }

    /** With this person more in Cc. */
    public MessageText cc(String name, String mailbox) {
        List<Person> more = with(cc, new Person(name, Mailbox.of(mailbox)));
        return new MessageText(from, to, more, subject, text, date, messageId);
    }

    /** With this subject. */
    public MessageText withSubject(String line) {
        return new MessageText(from, to, cc, checkText("a subject", line), text, date, messageId);
    }

    /** With this text; its lines may end in LF, CRLF or CR. */
    public MessageText withText(String lines) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(lines)) {
            throw new IllegalArgumentException("the text contains a lone surrogate and has no UTF-8 form");
        }
        return new MessageText(from, to, cc, subject, lines, date, messageId);
    }

    /** With this Date; its year has four digits, 1900 at the earliest (RFC 5322 section 3.3). */
    public MessageText withDate(ZonedDateTime moment) {
        if (moment.getYear() < 1900 || moment.getYear() > 9999) {
            throw new IllegalArgumentException("the year of a Date is 1900 to 9999: " + moment.getYear());
        }
        return new MessageText(from, to, cc, subject, text, moment, messageId);
    }

    /** With this Message-ID: {@code <left@right>}, US-ASCII without spaces (RFC 5322 section 3.6.4). */
    public MessageText withMessageId(String id) {
        int at = id.indexOf('@');
        boolean sound = id.length() <= MAX_LINE / 2
                && id.startsWith("<")
                && id.endsWith(">")
                && at > 1
                && at == id.lastIndexOf('@')
                && at < id.length() - 2
                && id.substring(1, id.length() - 1)
                        .chars()
                        .allMatch(c -> c > ' ' && c < 0x7f && "<>()\\\",;".indexOf(c) < 0);
        if (!sound) {
            throw new IllegalArgumentException("a Message-ID looks like <left@right>");
        }
        return new MessageText(from, to, cc, subject, text, date, id);
    }

    /** From the sender to everybody in To and Cc; whoever else is to have it (Bcc) is added with {@code to}. */
    public Envelope envelope() {
        List<Mailbox> everybody = new ArrayList<>();
        to.forEach(person -> everybody.add(person.mailbox));
        cc.forEach(person -> everybody.add(person.mailbox));
        Envelope envelope = Envelope.from(from.mailbox).to(everybody);
        return envelope.needsSmtpUtf8() ? envelope : envelope.withBody(BodyEncoding.SEVEN_BIT);
    }

    /** Writes the header, an empty line and the text; lines end in CRLF. */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes());
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(bytes().length);
    }

    private byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The whole message as it is sent. */
    @Override
    public String toString() {
        StringBuilder message = new StringBuilder();
        addresses(message, "From", List.of(from));
        addresses(message, "To", to);
        addresses(message, "Cc", cc);
        if (!subject.isEmpty()) {
            message.append(new HeaderField("Subject").unstructured(subject, true));
        }
        message.append(new HeaderField("Date").word(rfc5322(date)));
        message.append(new HeaderField("Message-ID").word(messageId));
        message.append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n");
        appendText(message);
        return message.toString();
    }

    private static void addresses(StringBuilder message, String name, List<Person> people) {
        if (people.isEmpty()) {
            return;
        }
        HeaderField field = new HeaderField(name);
        for (int i = 0; i < people.size(); i++) {
            Person person = people.get(i);
            // RFC 5322 section 3.4: a mailbox without a name stands without angle brackets.
            String address = person.mailbox.wireForm(person.mailbox.needsSmtpUtf8());
            phrase(field, person.name);
            field.word(person.name.isEmpty() ? address : "<" + address + ">");
            field.glue(i < people.size() - 1 ? "," : "");
        }
        message.append(field);
    }

    /** {@code display-name = 1*( atom / quoted-string )}, with encoded words in the place of atoms (RFC 2047 section 5). */
    private static void phrase(HeaderField field, String name) {
        boolean ascii = Mailbox.isAscii(name) && name.length() <= MAX_QUOTED;
        if (ascii && !name.chars().allMatch(c -> c == ' ' || Mailbox.isAtext(c)) && !name.contains("=?")) {
            field.word('"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        } else if (!name.isEmpty()) {
            field.unstructured(name, ascii);
        }
    }

    /** RFC 5322 section 3.3; {@code GMT} is obsolete there. */
    private static String rfc5322(ZonedDateTime moment) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(moment).replace("GMT", "+0000");
    }

    private void appendText(StringBuilder message) {
        List<String> lines = text.lines().toList();
        if (lines.stream().allMatch(MessageText::fitsAsItIs)) {
            message.append("Content-Transfer-Encoding: 7bit\r\n\r\n");
            lines.forEach(line -> message.append(line).append("\r\n"));
        } else {
            message.append("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
            QuotedPrintable encoder = new QuotedPrintable(message);
            lines.forEach(line -> encoder.line(line.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static boolean fitsAsItIs(String line) {
        return line.length() <= MAX_LINE && line.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t');
    }

    /** One line of text without controls: a CR or LF would begin another header field (CVE-2025-7962 and its kin). */
    private static String checkText(String what, String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " in a header has no line breaks or other controls");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(what + " contains a lone surrogate and has no UTF-8 form");
        }
        return value;
    }

    private static List<Person> with(List<Person> people, Person another) {
        List<Person> more = new ArrayList<>(people);
        more.add(another);
        return List.copyOf(more);
    }
}
