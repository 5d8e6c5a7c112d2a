package dev.wireside.it;

import static dev.wireside.it.Pop3Scenes.OUT;
import static dev.wireside.it.Pop3Scenes.clear;
import static dev.wireside.it.Pop3Scenes.isOpen;
import static dev.wireside.it.Pop3Scenes.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wireside.codec.sasl.Sasl;
import dev.wireside.it.faults.Dialogue;
import dev.wireside.it.faults.Expectation;
import dev.wireside.it.faults.FaultSuite;
import dev.wireside.pop3.DropListing;
import dev.wireside.pop3.Language;
import dev.wireside.pop3.Pop3Client;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3RefusedException;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.pop3.PopResponseCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Everything that can go wrong with the logins that few servers need, and with what goes out together with a login. */
final class Pop3LoginFaultsTest {
    private static final Pop3Options STLS = Pop3Options.defaults().withTls(Pop3Tls.STLS);
    private static final Pop3Options TWO_LINES = STLS.withSasl(Sasl::xoauth2).withoutInitialResponse();

    private static final String STAMP = "<1896.697170952@dbc.mtview.ca.us>";

    private static final String SECURED = """
        S: +OK ready
        C: STLS
        S: +OK
        !tls
        """;

    /** CAPA, with these capabilities. */
    private static String capa(String... announced) {
        String lines = Stream.of(announced).map(one -> one + "\\r\\n").collect(Collectors.joining());
        return "C: CAPA\n" + answeredCapa(lines);
    }

    private static String answeredCapa(String lines) {
        return "S: +OK\n" + (lines.isEmpty() ? "" : "!raw " + lines + "\n") + "S: .\n";
    }

    private static Expectation refusedCredentials() {
        return Expectation.fails(
                Pop3RefusedException.class,
                "because of the credentials",
                no -> no.responseCode().equals(Optional.of(PopResponseCode.AUTH)));
    }

    private static Expectation noWayIn() {
        return Expectation.fails(
                Pop3RefusedException.class,
                "before anything secret was sent",
                no -> no.status().isEmpty() && no.getMessage().contains("nothing secret was sent"));
    }

    /** Whatever happens, the server hears nothing but this. */
    private static Dialogue hearing(String all, Dialogue dialogue) {
        return dialogue.withAlways(
                (outcome, heard) -> assertThat(all).startsWith(new String(heard.bytes(), StandardCharsets.UTF_8)));
    }

    @TestFactory
    Stream<DynamicNode> every_login_survives_every_fault() {
        return FaultSuite.of(
                new Pop3Scenes.Pop3(),
                Stream.of(apop(), twoLines(), together(), languages(), withoutTls())
                        .flatMap(List::stream)
                        .toList());
    }

    private static List<Dialogue> apop() {
        Pop3Options inClear =
                Pop3Options.defaults().withTls(Pop3Tls.UNENCRYPTED).withApop();
        String greeting = "S: +OK hello " + STAMP + "\n";
        return List.of(
                Dialogue.returning(true, "APOP", greeting + capa() + """
                    C: APOP ada •••
                    S: +OK
                    """ + capa() + OUT, isOpen(inClear)),
                Dialogue.returning(
                        true,
                        "APOP and CAPA in one, under TLS",
                        greeting + "C: STLS\nS: +OK\n!tls\n" + capa("PIPELINING") + """
                                C: APOP ada •••
                                C: CAPA
                                S: +OK
                                """ + answeredCapa("TOP\\r\\n")
                                + OUT,
                        isOpen(STLS.withApop())),
                Dialogue.coming(refusedCredentials(), "APOP with the wrong password", greeting + """
                    C: CAPA
                    S: -ERR what?
                    C: APOP ada •••
                    S: -ERR [AUTH] no
                    # done
                    """, isOpen(inClear)),
                hearing(
                        "CAPA\r\n",
                        Dialogue.coming(
                                noWayIn(),
                                "APOP without a timestamp that is fit for it",
                                "S: +OK <a\\x80@b> <c@d>\n" + capa() + "# done\n",
                                isOpen(inClear))));
    }

    private static List<Dialogue> twoLines() {
        String asked = SECURED + capa("SASL XOAUTH2", "PIPELINING") + """
            # begin
            C: AUTH XOAUTH2
            S: +
            C: •••
            """;
        return List.of(
                Dialogue.returning(
                        "2 of 123",
                        "AUTH XOAUTH2 in two lines, then CAPA with the first command",
                        asked + """
                            S: +OK
                            C: CAPA
                            C: STAT
                            """ + answeredCapa("TOP\\r\\n") + "S: +OK 2 123\n" + OUT,
                        session(TWO_LINES, (client, scene) -> stat(client))),
                Dialogue.coming(
                        refusedCredentials(),
                        "AUTH XOAUTH2 in two lines, the token refused",
                        asked + """
                            S: + eyJzdGF0dXMiOiI0MDEifQ==
                            C~ .*
                            S: -ERR [AUTH] no
                            # done
                            """,
                        isOpen(TWO_LINES)));
    }

    private static String stat(Pop3Client client) throws Exception {
        DropListing stat = client.stat();
        return stat.messages() + " of " + stat.octets();
    }

    /** What goes out with the login, or with the first command after it. */
    private static List<Dialogue> together() {
        Pop3Options plain = STLS.withSasl(Sasl::plain);
        String offered = SECURED + capa("SASL PLAIN", "UTF8", "UIDL", "PIPELINING");
        String utf8 = offered + """
            # begin
            C: UTF8
            C: AUTH PLAIN •••
            """;
        String listed = """
            C: CAPA
            C: LIST
            C: UIDL
            """ + answeredCapa("UIDL\\r\\nPIPELINING\\r\\n") + """
            S: +OK
            S: 1 9
            S: .
            S: +OK
            S: 1 abc
            S: .
            """;
        return List.of(
                Dialogue.returning(
                        "true, 9, abc",
                        "UTF8 with AUTH, then CAPA with LIST and UIDL",
                        utf8 + "S: +OK\nS: +OK\n" + listed + OUT,
                        session(plain.withUtf8(), (client, scene) -> listed(client))),
                Dialogue.returning(
                        "false, 9, abc",
                        "UTF8 refused with AUTH, then CAPA with LIST and UIDL",
                        utf8 + "S: -ERR no\nS: +OK\n" + listed + OUT,
                        session(plain.withUtf8(), (client, scene) -> listed(client))),
                Dialogue.coming(
                        refusedCredentials(),
                        "UTF8 with AUTH, which is refused",
                        utf8 + "S: +OK\nS: -ERR [AUTH] no\n# done\n",
                        isOpen(plain.withUtf8())),
                Dialogue.returning(
                        false,
                        "AUTH, then CAPA alone, which is refused",
                        offered + "C: AUTH PLAIN •••\n# begin\nS: +OK\nC: CAPA\nS: -ERR what?\n" + OUT,
                        session(plain, (client, scene) -> client.capabilities().isKnown())),
                Dialogue.returning(
                        true,
                        "AUTH, and CAPA is never asked",
                        offered + "C: AUTH PLAIN •••\n# begin\nS: +OK\n" + OUT,
                        isOpen(plain)));
    }

    private static String listed(Pop3Client client) throws Exception {
        var only = client.list().getFirst();
        return client.isUtf8() + ", " + only.size().orElseThrow() + ", "
                + only.uid().orElseThrow();
    }

    private static List<Dialogue> languages() {
        String in = "S: +OK ready\n" + capa("USER", "UTF8", "LANG") + """
            # begin
            C: UTF8
            S: +OK
            C: USER ada
            S: +OK
            C: PASS •••
            S: +OK
            """ + capa("UTF8", "LANG");
        return List.of(Dialogue.returning(
                "en English, es Español; no; es",
                "UTF8 before the login, and LANG in all its forms after it",
                in + """
                    C: LANG
                    S: +OK
                    S: en English
                    S: es Español
                    S: .
                    C: LANG tlh
                    S: -ERR no
                    C: LANG es
                    S: +OK es de acuerdo
                    """ + OUT,
                session(clear().withUtf8(), (client, scene) -> languages(client))));
    }

    private static String languages(Pop3Client client) throws Exception {
        String listed = client.languages().stream()
                .map(one -> one.tag() + " " + one.text())
                .collect(Collectors.joining(", "));
        try {
            Language impossible = client.language("tlh");
            return "speaks " + impossible;
        } catch (Pop3RefusedException no) {
            return listed + "; " + no.status().orElseThrow().text() + "; "
                    + client.language("es").tag();
        }
    }

    private static List<Dialogue> withoutTls() {
        return List.of(
                withoutTls("APOP", STLS.withApop()),
                withoutTls("XOAUTH2 in two lines", TWO_LINES),
                withoutTls("UTF8 with AUTH PLAIN", STLS.withSasl(Sasl::plain).withUtf8()));
    }

    private static Dialogue withoutTls(String login, Pop3Options options) {
        return hearing(
                "STLS\r\n",
                Dialogue.coming(
                        Expectation.fails(Pop3RefusedException.class),
                        login + ", and required TLS is not offered",
                        "S: +OK " + STAMP + "\nC: STLS\nS: -ERR what?\n# done\n",
                        isOpen(options)));
    }
}
