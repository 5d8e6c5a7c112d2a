package dev.wireside.it;

import static dev.wireside.it.Pop3Scenes.IN;
import static dev.wireside.it.Pop3Scenes.LONGEST;
import static dev.wireside.it.Pop3Scenes.OUT;
import static dev.wireside.it.Pop3Scenes.clear;
import static dev.wireside.it.Pop3Scenes.isOpen;
import static dev.wireside.it.Pop3Scenes.quitOnlyBehind;

import dev.wireside.codec.sasl.Sasl;
import dev.wireside.it.faults.Dialogue;
import dev.wireside.it.faults.Expectation;
import dev.wireside.it.faults.FaultSuite;
import dev.wireside.it.faults.Operation;
import dev.wireside.net.BodySink;
import dev.wireside.pop3.CommitRefusedException;
import dev.wireside.pop3.DropListing;
import dev.wireside.pop3.Listing;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3RefusedException;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.pop3.PopResponseCode;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Everything that can go wrong with every operation of the POP3 client. */
final class Pop3FaultsTest {
    private static final String LISTED = """
        C: LIST
        S: +OK
        S: 1 120
        S: 2 3
        S: .
        C: UIDL
        S: +OK
        S: 1 abc
        S: 2 def
        S: .
        """;

    @TestFactory
    Stream<DynamicNode> every_dialogue_survives_every_fault() {
        return FaultSuite.of(
                new Pop3Scenes.Pop3(),
                Stream.of(opening(), asking(), fetching(), deleting())
                        .flatMap(List::stream)
                        .toList());
    }

    private static List<Dialogue> opening() {
        String offers = """
            S: +OK ready
            C: CAPA
            S: +OK
            !raw SASL PLAIN LOGIN CRAM-MD5\\r\\n
            S: .
            """;
        String welcome = """
            S: +OK
            C: CAPA
            S: +OK
            S: .
            """ + OUT;
        return List.of(
                Dialogue.returning(true, "USER and PASS", IN + OUT, isOpen(clear())),
                Dialogue.returning(
                        true,
                        "STLS, then USER, PASS and CAPA in one",
                        """
                            S: +OK ready
                            C: STLS
                            S: +OK
                            !tls
                            C: CAPA
                            S: +OK
                            !raw USER\\r\\nPIPELINING\\r\\n
                            S: .
                            C: USER ada
                            C: PASS •••
                            C: CAPA
                            S: +OK
                            S: +OK
                            S: +OK
                            S: .
                            """ + OUT,
                        isOpen(Pop3Options.defaults().withTls(Pop3Tls.STLS))),
                Dialogue.returning(true, "implicit TLS, AUTH PLAIN", """
                    !tls
                    S: +OK ready
                    C: CAPA
                    S: +OK
                    !raw SASL PLAIN\\r\\n
                    S: .
                    C: AUTH PLAIN •••
                    """ + welcome, isOpen(Pop3Options.defaults())),
                Dialogue.returning(true, "AUTH LOGIN", offers + """
                    C: AUTH LOGIN
                    S: + VXNlcm5hbWU6
                    C: •••
                    S: + UGFzc3dvcmQ6
                    C: •••
                    """ + welcome, isOpen(clear().withSasl(Sasl::login))),
                Dialogue.returning(
                        true,
                        "AUTH CRAM-MD5, the strongest there is",
                        offers + """
                            C: AUTH CRAM-MD5
                            S: + PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2U+
                            C: •••
                            """ + welcome,
                        isOpen(Pop3Options.defaults().withTls(Pop3Tls.UNENCRYPTED))),
                Dialogue.coming(
                        Expectation.fails(
                                Pop3RefusedException.class,
                                "because of the credentials",
                                no -> no.responseCode().equals(Optional.of(PopResponseCode.AUTH))),
                        "the wrong password",
                        """
                        S: +OK ready
                        C: CAPA
                        S: -ERR what?
                        C: USER ada
                        S: +OK
                        C: PASS •••
                        S: -ERR [AUTH] no
                        # done
                        """,
                        isOpen(clear())),
                Dialogue.coming(
                        Expectation.fails(Pop3RefusedException.class),
                        "required TLS is not offered",
                        """
                        S: +OK ready
                        C: STLS
                        S: -ERR what?
                        # done
                        """,
                        isOpen(Pop3Options.defaults().withTls(Pop3Tls.STLS))));
    }

    private static List<Dialogue> asking() {
        return List.of(
                Dialogue.returning("2 123", "STAT, NOOP and RSET", IN + """
                    C: NOOP
                    S: +OK
                    C: RSET
                    S: +OK
                    C: STAT
                    S: +OK 2 123
                    """ + OUT, clear((client, scene) -> {
                    client.noop();
                    client.reset();
                    DropListing stat = client.stat();
                    return stat.messages() + " " + stat.octets();
                })),
                Dialogue.returning(
                        "1 120 abc, 2 3 def",
                        "LIST and UIDL",
                        IN + LISTED + OUT,
                        clear((client, scene) -> shown(client.list()))),
                Dialogue.returning(
                        "7 70 x",
                        "LIST and UIDL of one",
                        IN + """
                            C: LIST 7
                            S: +OK 7 70
                            C: UIDL 7
                            S: +OK 7 x
                            """ + OUT,
                        clear((client, scene) -> shown(List.of(client.list(7))))),
                Dialogue.returning(
                        "1 120 -, 2 3 -",
                        "LIST of an old server",
                        """
                            S: +OK ready
                            C: CAPA
                            S: -ERR what?
                            C: USER ada
                            S: +OK
                            C: PASS •••
                            S: +OK
                            C: LIST
                            S: +OK
                            S: 1 120
                            S: 2 3
                            S: .
                            C: UIDL
                            S: -ERR what?
                            """ + OUT,
                        clear((client, scene) -> shown(client.list()))));
    }

    private static String shown(List<Listing> listings) {
        return String.join(
                ", ",
                listings.stream()
                        .map(one -> one.number() + " " + one.size().orElseThrow() + " "
                                + one.uid().orElse("-"))
                        .toList());
    }

    private static List<Dialogue> fetching() {
        String retrieved = IN + LISTED + """
            C: RETR 1
            S: +OK 120 octets, it says
            !raw Subject: hi\\r\\n\\r\\n..one\\r\\n..\\r\\nend\\r\\n
            S: .
            """;
        String message = "Subject: hi\r\n\r\n.one\r\n.\r\nend\r\n";
        return List.of(
                Dialogue.returning(
                        message,
                        "RETR into memory",
                        retrieved + OUT,
                        clear((client, scene) ->
                                client.retrieve(client.list().getFirst(), BodySink.text((int) LONGEST)))),
                Dialogue.returning(
                        message,
                        "RETR into a file",
                        retrieved + OUT,
                        clear((client, scene) -> Files.readString(client.retrieve(
                                client.list().getFirst(),
                                BodySink.toFile(scene.folder().resolve("1.eml")))))),
                Dialogue.returning(
                        "Subject: hi\r\n\r\n",
                        "TOP",
                        IN + LISTED + """
                            C: TOP 2 0
                            S: +OK
                            !raw Subject: hi\\r\\n\\r\\n
                            S: .
                            """ + OUT,
                        clear((client, scene) -> client.top(client.list().getLast(), 0, BodySink.text((int) LONGEST)))),
                Dialogue.returning("no, true", "RETR refused", IN + LISTED + """
                    C: RETR 2
                    S: -ERR no
                    C: NOOP
                    S: +OK
                    """ + OUT, clear((client, scene) -> {
                    try {
                        return client.retrieve(client.list().getLast(), BodySink.text(9));
                    } catch (Pop3RefusedException no) {
                        client.noop();
                        return no.status().orElseThrow().text() + ", " + client.isOpen();
                    }
                })));
    }

    private static List<Dialogue> deleting() {
        String marked = IN + LISTED + """
            C: DELE 1
            S: +OK marked
            """;
        String committed = marked + """
            C: QUIT
            # in doubt
            """;
        Operation<Object> commits = clear((client, scene) -> {
            client.markDeleted(client.list().getFirst());
            return client.commit().text();
        });
        String undone = marked + """
            # done
            C: RSET
            S: +OK
            """;
        Dialogue withoutCommit =
                Dialogue.returning(true, "DELE without commit", undone + """
                    C: QUIT
                    S: +OK bye
                    """, clear((client, scene) -> {
                    client.markDeleted(client.list().getFirst());
                    return true;
                }));
        return List.of(
                Dialogue.returning("gone", "DELE and commit", committed + """
                    S: +OK gone
                    # done
                    """, commits),
                Dialogue.coming(
                        Expectation.fails(CommitRefusedException.class),
                        "DELE and commit, refused",
                        committed + """
                            S: -ERR some are still there
                            # done
                            """,
                        commits),
                withoutCommit.withAlways(quitOnlyBehind(undone)));
    }
}
