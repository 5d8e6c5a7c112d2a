package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.wireside.codec.reply.Reply;
import dev.wireside.codec.reply.ReplyCode;
import dev.wireside.net.BodySource;
import dev.wireside.smtp.DsnNotify.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What MAIL and RCPT say, to the byte, and what is refused in place of them. */
class MailCommandTest {
    private static final String[] EVERYTHING = {
        "DSN",
        "AUTH PLAIN",
        "REQUIRETLS",
        "DELIVERBY 60",
        "MT-PRIORITY MIXER",
        "SMTPUTF8",
        "FUTURERELEASE 86400 2030-01-01T00:00:00Z"
    };
    private static final Envelope FROM_ADA = Envelope.from("ada@example.org");
    private static final Mailbox BOB = Mailbox.of("bob@example.net");
    private static final BodySource MESSAGE = BodySource.ofBytes(new byte[0]);

    private static SmtpCapabilities announced(boolean underTls, String... keywords) {
        List<String> lines = new ArrayList<>(List.of("mail.example.org"));
        lines.addAll(List.of(keywords));
        return SmtpCapabilities.of(new Reply(new ReplyCode(250), lines), underTls);
    }

    private static MailCommand mail(Envelope envelope) throws IOException {
        return MailCommand.of(envelope, MESSAGE, announced(true, EVERYTHING));
    }

    static Stream<Arguments> parameters_of_mail_are_these_to_the_byte() {
        Instant christmas = Instant.parse("2029-12-24T18:00:00.5Z");
        return Stream.of(
                arguments(FROM_ADA, ""),
                arguments(FROM_ADA.returning(DsnReturn.FULL), " RET=FULL"),
                arguments(FROM_ADA.returning(DsnReturn.HDRS), " RET=HDRS"),
                arguments(FROM_ADA.withEnvelopeId("QQ314159"), " ENVID=QQ314159"),
                arguments(FROM_ADA.withEnvelopeId("a+b = c"), " ENVID=a+2Bb+20+3D+20c"),
                arguments(
                        FROM_ADA.withSubmitter(Optional.of(Mailbox.of("e=mc2@example.org"))),
                        " AUTH=e+3Dmc2@example.org"),
                arguments(
                        FROM_ADA.withSubmitter(Optional.of(Mailbox.of("eve@bücher.example"))),
                        " AUTH=eve@xn--bcher-kva.example"),
                arguments(
                        FROM_ADA.withSubmitter(Optional.of(Mailbox.of("zoë@bücher.example"))),
                        " SMTPUTF8 AUTH=zo+C3+AB@b+C3+BCcher.example"),
                arguments(FROM_ADA.withSubmitter(Optional.empty()), " AUTH=<>"),
                arguments(FROM_ADA.requiringTls(), " REQUIRETLS"),
                arguments(FROM_ADA.deliveringBy(DeliverBy.orReturn(Duration.ofSeconds(60))), " BY=60;R"),
                arguments(
                        FROM_ADA.deliveringBy(
                                DeliverBy.orReturn(Duration.ofHours(2)).tracing()),
                        " BY=7200;RT"),
                arguments(FROM_ADA.deliveringBy(DeliverBy.orNotify(Duration.ofSeconds(5))), " BY=5;N"),
                arguments(FROM_ADA.deliveringBy(DeliverBy.orNotify(Duration.ZERO)), " BY=0;N"),
                arguments(
                        FROM_ADA.deliveringBy(
                                DeliverBy.orNotify(Duration.ofMinutes(-1)).tracing()),
                        " BY=-60;NT"),
                arguments(FROM_ADA.withPriority(9), " MT-PRIORITY=9"),
                arguments(FROM_ADA.withPriority(0), " MT-PRIORITY=0"),
                arguments(FROM_ADA.withPriority(-9), " MT-PRIORITY=-9"),
                arguments(FROM_ADA.heldFor(Duration.ofDays(1)), " HOLDFOR=86400"),
                arguments(FROM_ADA.heldFor(Duration.ofMillis(1)), " HOLDFOR=1"),
                arguments(FROM_ADA.heldUntil(christmas), " HOLDUNTIL=2029-12-24T18:00:01Z"),
                arguments(FROM_ADA.heldUntil(christmas).heldFor(Duration.ofSeconds(7)), " HOLDFOR=7"),
                arguments(
                        FROM_ADA.heldFor(Duration.ofSeconds(7)).heldUntil(christmas),
                        " HOLDUNTIL=2029-12-24T18:00:01Z"),
                arguments(
                        FROM_ADA.withUtf8Header()
                                .returning(DsnReturn.HDRS)
                                .withEnvelopeId("7")
                                .requiringTls()
                                .withPriority(3),
                        " SMTPUTF8 RET=HDRS ENVID=7 REQUIRETLS MT-PRIORITY=3"));
    }

    @ParameterizedTest
    @MethodSource
    void parameters_of_mail_are_these_to_the_byte(Envelope envelope, String expected) throws IOException {
        assertThat(mail(envelope.to(BOB)).line().toString()).isEqualTo("MAIL FROM:<ada@example.org>" + expected);
    }

    static Stream<Arguments> parameters_of_rcpt_are_these_to_the_byte() {
        DsnNotify success = DsnNotify.on(Event.SUCCESS);
        return Stream.of(
                arguments(
                        "bob@example.net",
                        DsnNotify.never(),
                        "bob@example.net> NOTIFY=NEVER ORCPT=rfc822;bob@example.net"),
                arguments("bob@example.net", success, "bob@example.net> NOTIFY=SUCCESS ORCPT=rfc822;bob@example.net"),
                arguments(
                        "bob@example.net",
                        DsnNotify.on(Event.DELAY, Event.FAILURE, Event.SUCCESS, Event.DELAY),
                        "bob@example.net> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;bob@example.net"),
                arguments(
                        "b+o=b@example.net",
                        success,
                        "b+o=b@example.net> NOTIFY=SUCCESS ORCPT=rfc822;b+2Bo+3Db@example.net"),
                arguments(
                        "\"b ob\"@example.net",
                        success,
                        "\"b ob\"@example.net> NOTIFY=SUCCESS ORCPT=rfc822;\"b+20ob\"@example.net"),
                arguments(
                        "bob@bücher.example",
                        success,
                        "bob@xn--bcher-kva.example> NOTIFY=SUCCESS ORCPT=rfc822;bob@xn--bcher-kva.example"),
                arguments(
                        "zoë@bücher.example",
                        success,
                        "zoë@bücher.example> NOTIFY=SUCCESS ORCPT=utf-8;zoë@bücher.example"),
                arguments(
                        "z+ë@example.net",
                        success,
                        "z+ë@example.net> NOTIFY=SUCCESS ORCPT=utf-8;z\\x{2B}ë@example.net"),
                arguments(
                        "bob@example.net",
                        success.withOriginalRecipient("rfc822", "list@example.com"),
                        "bob@example.net> NOTIFY=SUCCESS ORCPT=rfc822;list@example.com"),
                arguments(
                        "bob@example.net",
                        DsnNotify.unspecified().withOriginalRecipient("x400", "/G=Bob /S=Roe"),
                        "bob@example.net> ORCPT=x400;/G+3DBob+20/S+3DRoe"),
                arguments(
                        "bob@example.net",
                        DsnNotify.never().withOriginalRecipient("UTF-8", "zoë@example.com"),
                        "bob@example.net> NOTIFY=NEVER ORCPT=UTF-8;zo\\x{EB}@example.com"));
    }

    @ParameterizedTest
    @MethodSource
    void parameters_of_rcpt_are_these_to_the_byte(String recipient, DsnNotify notify, String expected)
            throws IOException {
        Mailbox mailbox = Mailbox.of(recipient);
        MailCommand mail = mail(FROM_ADA.to("eve@example.net").to(mailbox, notify));
        assertThat(mail.recipient(Mailbox.of("eve@example.net")).toString()).isEqualTo("RCPT TO:<eve@example.net>");
        assertThat(mail.recipient(mailbox).toString()).isEqualTo("RCPT TO:<" + expected);
    }

    @Test
    void address_that_is_not_ascii_only_because_smtputf8_is_on_is_of_the_type_utf8_too() throws IOException {
        Mailbox bob = Mailbox.of("bob@bücher.example");
        MailCommand mail = mail(FROM_ADA.withUtf8Header().to(bob, DsnNotify.never()));
        assertThat(mail.recipient(bob).toString())
                .isEqualTo("RCPT TO:<bob@bücher.example> NOTIFY=NEVER ORCPT=utf-8;bob@bücher.example");
    }

    static Stream<Arguments> what_is_not_on_offer_is_refused_before_anything_is_sent() {
        return Stream.of(
                arguments(FROM_ADA.returning(DsnReturn.FULL), "DSN"),
                arguments(FROM_ADA.withEnvelopeId("7"), "DSN"),
                arguments(FROM_ADA.to(Mailbox.of("eve@example.net"), DsnNotify.never()), "DSN"),
                arguments(FROM_ADA.withSubmitter(Optional.empty()), "AUTH"),
                arguments(FROM_ADA.requiringTls(), "REQUIRETLS"),
                arguments(FROM_ADA.deliveringBy(DeliverBy.orNotify(Duration.ofHours(1))), "DELIVERBY"),
                arguments(FROM_ADA.withPriority(0), "MT-PRIORITY"),
                arguments(FROM_ADA.heldFor(Duration.ofHours(1)), "FUTURERELEASE"),
                arguments(FROM_ADA.heldUntil(Instant.EPOCH), "FUTURERELEASE"),
                arguments(FROM_ADA.withUtf8Header(), "SMTPUTF8"),
                arguments(FROM_ADA.withSubmitter(Optional.of(Mailbox.of("zoë@example.org"))), "SMTPUTF8"),
                arguments(FROM_ADA.withBody(BodyEncoding.EIGHT_BIT), "8BITMIME"),
                arguments(FROM_ADA.withBody(BodyEncoding.BINARY), "BINARYMIME"));
    }

    @ParameterizedTest
    @MethodSource
    void what_is_not_on_offer_is_refused_before_anything_is_sent(Envelope envelope, String extension) {
        refused(envelope.to(BOB), announced(true), extension, "does not offer " + extension);
    }

    @Test
    void requiretls_that_was_offered_in_clear_is_refused() {
        refused(FROM_ADA.requiringTls().to(BOB), announced(false, EVERYTHING), "REQUIRETLS", "not encrypted");
    }

    @ParameterizedTest
    @CsvSource({"59, R, true", "60, R, false", "1, N, false", "-1, N, false"})
    void time_below_the_servers_minimum_is_refused_if_the_message_would_come_back(int seconds, String mode, boolean no)
            throws IOException {
        Duration time = Duration.ofSeconds(seconds);
        Envelope envelope =
                FROM_ADA.deliveringBy(mode.equals("R") ? DeliverBy.orReturn(time) : DeliverBy.orNotify(time));
        if (no) {
            refused(envelope.to(BOB), announced(true, EVERYTHING), "DELIVERBY", "at least 60");
        } else {
            assertThat(mail(envelope).line().toString()).endsWith(" BY=" + seconds + ";" + mode);
        }
    }

    @Test
    void hold_beyond_the_servers_maxima_is_refused() throws IOException {
        SmtpCapabilities server = announced(true, EVERYTHING);
        Instant last = Instant.parse("2030-01-01T00:00:00Z");
        refused(FROM_ADA.heldFor(Duration.ofSeconds(86401)).to(BOB), server, "FUTURERELEASE", "beyond PT24H");
        refused(FROM_ADA.heldUntil(last.plusNanos(1)).to(BOB), server, "FUTURERELEASE", "beyond 2030-01-01T00:00:00Z");
        assertThat(mail(FROM_ADA.heldUntil(last)).line().toString()).endsWith(" HOLDUNTIL=2030-01-01T00:00:00Z");
    }

    private static void refused(Envelope envelope, SmtpCapabilities server, String command, String why) {
        var no = catchThrowableOfType(SmtpRefusedException.class, () -> MailCommand.of(envelope, MESSAGE, server));
        assertThat(no).hasMessageContaining(why).hasMessageEndingWith("nothing of the message was sent");
        assertThat(no.command()).isEqualTo(command);
        assertThat(no.reply()).isEmpty();
        assertThat(no.isTransient()).isFalse();
    }

    @Test
    void mail_line_that_is_longer_than_all_extensions_allow_is_refused() throws IOException {
        String labels = ("é".repeat(28) + ".").repeat(3);
        Mailbox longest = Mailbox.of("é".repeat(32) + "@" + labels + "é".repeat(8));
        Envelope submitted = FROM_ADA.withSubmitter(Optional.of(longest)).to(BOB);
        SmtpCapabilities server = announced(true, "AUTH", "SMTPUTF8");
        assertThat(MailCommand.of(submitted, MESSAGE, server).line().length()).isBetween(513, 512 + 500 + 10 - 2);
        Envelope fromHerself = Envelope.from(longest).withSubmitter(Optional.of(longest));
        refused(fromHerself.to(BOB), server, "MAIL", "need not read more than 1022");
    }

    @Test
    void longest_rcpt_is_within_its_limit() throws IOException {
        // RFC 5321 section 4.5.3.1.4, with " NOTIFY=SUCCESS,FAILURE,DELAY" and an ORCPT of 500 (RFC 3461 section 4.2).
        int limit = 512 + 29 + 501;
        DsnNotify all = DsnNotify.on(Event.SUCCESS, Event.FAILURE, Event.DELAY);
        Mailbox longest = Mailbox.of("=".repeat(64) + "@" + ("a".repeat(63) + ".").repeat(2) + "a".repeat(61));
        assertThat(mail(FROM_ADA.to(longest, all)).recipient(longest).length() + 2)
                .isLessThan(limit);
    }

    @Test
    void orcpt_of_more_than_500_characters_is_refused_when_the_envelope_is_made() {
        Mailbox tooLong = Mailbox.of("é" + "+".repeat(62) + "@" + ("a".repeat(63) + ".").repeat(2) + "a".repeat(61));
        assertThatThrownBy(() -> FROM_ADA.to(tooLong, DsnNotify.never()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("500");
        DsnNotify never = DsnNotify.never();
        assertThat(never.withOriginalRecipient("x400", "a".repeat(500 - "ORCPT=x400;".length())))
                .isNotNull();
        assertThatThrownBy(() -> never.withOriginalRecipient("x400", "a".repeat(501 - "ORCPT=x400;".length())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("500");
    }

    @Test
    void envid_of_more_than_100_characters_is_refused() {
        int room = 100 - "ENVID=".length();
        assertThat(FROM_ADA.withEnvelopeId("a".repeat(room))).isNotNull();
        assertThat(FROM_ADA.withEnvelopeId("+".repeat(room / 3))).isNotNull();
        assertThatThrownBy(() -> FROM_ADA.withEnvelopeId("a".repeat(room + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FROM_ADA.withEnvelopeId("+".repeat(room / 3 + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100");
    }

    /** U+560D and U+560A end in the bytes of CR and LF. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nRCPT TO:<eve@example.org>",
                "a\rb",
                "a\nb",
                "a\0b",
                "a\tb",
                "\u007f",
                "\u0085",
                "\u2028",
                "",
                "\u560d\u560aRSET",
                "\ud800"
            })
    void nothing_leaves_its_parameter(String hostile) {
        assertThatThrownBy(() -> FROM_ADA.withEnvelopeId(hostile)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DsnNotify.never().withOriginalRecipient("rfc822", hostile))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DsnNotify.never().withOriginalRecipient(hostile, "bob"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("[ -~]*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc822;x", "rfc 822", "rfc=822", "rfc+822", "a@b", "utf-8 ", "(x)"})
    void address_type_is_an_atom(String type) {
        assertThatThrownBy(() -> DsnNotify.never().withOriginalRecipient(type, "bob"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parameter_cannot_be_smuggled_behind_another() throws IOException {
        Envelope envelope = FROM_ADA.withEnvelopeId("7 SIZE=1")
                .to(BOB, DsnNotify.never().withOriginalRecipient("rfc822", "bob NOTIFY=SUCCESS"));
        MailCommand mail = mail(envelope);
        assertThat(mail.line().toString()).isEqualTo("MAIL FROM:<ada@example.org> ENVID=7+20SIZE+3D1");
        assertThat(mail.recipient(BOB).toString())
                .isEqualTo("RCPT TO:<bob@example.net> NOTIFY=NEVER ORCPT=rfc822;bob+20NOTIFY+3DSUCCESS");
    }

    @Test
    void values_that_their_rfc_cannot_say_are_the_callers_fault() {
        for (int priority : new int[] {-10, 10, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> FROM_ADA.withPriority(priority)).isInstanceOf(IllegalArgumentException.class);
        }
        Duration most = Duration.ofSeconds(999_999_999);
        for (Duration interval : List.of(Duration.ZERO, Duration.ofSeconds(-1), most.plusNanos(1))) {
            assertThatThrownBy(() -> FROM_ADA.heldFor(interval)).isInstanceOf(IllegalArgumentException.class);
        }
        for (Instant moment : List.of(Instant.MIN, Instant.MAX, Instant.parse("9999-12-31T23:59:59.5Z"))) {
            assertThatThrownBy(() -> FROM_ADA.heldUntil(moment)).isInstanceOf(IllegalArgumentException.class);
        }
        for (Duration time :
                List.of(Duration.ZERO, Duration.ofMillis(999), Duration.ofSeconds(-1), most.plusSeconds(1))) {
            assertThatThrownBy(() -> DeliverBy.orReturn(time)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> DeliverBy.orNotify(most.negated().minusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(DeliverBy.orNotify(most.negated())).hasToString("-999999999;N");
        assertThat(FROM_ADA.heldFor(most)).isNotNull();
    }

    @Test
    void envelope_is_not_changed_by_what_is_made_of_it() throws IOException {
        Envelope toBob = FROM_ADA.to(BOB);
        toBob.returning(DsnReturn.FULL).withPriority(9).requiringTls().withUtf8Header();
        toBob.to(Mailbox.of("zoë@example.net"), DsnNotify.never());
        assertThat(mail(toBob).line().toString()).isEqualTo("MAIL FROM:<ada@example.org>");
        assertThat(toBob.recipients()).containsExactly(BOB);
        assertThat(toBob.needsSmtpUtf8()).isFalse();
        assertThatThrownBy(() -> toBob.recipients().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void notify_shows_what_it_asks_for() {
        assertThat(DsnNotify.on(Event.FAILURE, Event.DELAY)).hasToString("NOTIFY=FAILURE,DELAY");
        assertThat(DsnNotify.unspecified().withOriginalRecipient("rfc822", "a+b"))
                .hasToString("ORCPT=rfc822;a+2Bb");
    }
}
