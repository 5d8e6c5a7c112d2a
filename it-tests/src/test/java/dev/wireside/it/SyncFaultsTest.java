package dev.wireside.it;

import static dev.wireside.it.Pop3Scenes.IN;
import static dev.wireside.it.Pop3Scenes.IN_PIPELINING;
import static dev.wireside.it.Pop3Scenes.OUT;
import static dev.wireside.it.Pop3Scenes.clear;
import static dev.wireside.it.Pop3Scenes.quitOnlyBehind;

import dev.wireside.it.SyncScene.Mail;
import dev.wireside.it.faults.Dialogue;
import dev.wireside.it.faults.Expectation;
import dev.wireside.it.faults.FaultSuite;
import dev.wireside.pop3.CommitRefusedException;
import dev.wireside.pop3.Pop3Options;
import dev.wireside.pop3.Pop3RefusedException;
import dev.wireside.pop3.Pop3Tls;
import dev.wireside.pop3.sync.MaildropSync;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything that can go wrong with a synchronisation. After each fault another run, with a server that is well, has every
 * message delivered, none twice but one that was named, and nothing deleted that was not recorded: see {@link SyncScene}.
 */
final class SyncFaultsTest {
    private static final String SECURED = """
        S: +OK ready
        C: STLS
        S: +OK
        !tls
        """;

    /** The server of these dialogues refuses the third. */
    private static final List<Mail> MAILS = List.of(
            new Mail("a", "S: 1\r\n\r\n.1\r\n"), new Mail("b", "S: 2\r\n\r\n"), new Mail("c", "S: 3\r\n\r\n3\r\n"));

    private static final List<Mail> NAMESAKES =
            List.of(new Mail("a", "S: 1\r\n\r\n"), new Mail("a", "S: 2\r\n\r\n"), new Mail("", "S: 3\r\n\r\n3\r\n"));

    private static String each(Function<Integer, String> line) {
        return IntStream.rangeClosed(1, 3).mapToObj(line::apply).collect(Collectors.joining());
    }

    private static String sizes(List<Mail> mails) {
        return "S: +OK\n" + each(n -> "S: " + n + " " + mails.get(n - 1).text().length() + "\n") + "S: .\n";
    }

    private static String uids(List<Mail> mails) {
        return "S: +OK\n"
                + each(n -> mails.get(n - 1).uid().isEmpty()
                        ? ""
                        : "S: " + n + " " + mails.get(n - 1).uid() + "\n")
                + "S: .\n";
    }

    private static String refusingTheThird(int number) {
        return number == 3 ? "S: -ERR no\n" : MAILS.get(number - 1).answer();
    }

    @TestFactory
    Stream<DynamicNode> every_synchronisation_survives_every_fault() {
        return FaultSuite.of(
                new Pop3Scenes.Pop3(),
                Stream.of(leaving(), deleting(), withoutNames(), withoutTls())
                        .flatMap(List::stream)
                        .toList());
    }

    private static Dialogue returning(
            String result, String name, String script, List<Mail> mails, UnaryOperator<MaildropSync> how) {
        return Dialogue.returning(result, name, script, new SyncScene(mails, clear(), how, false));
    }

    private static List<Dialogue> leaving() {
        String listed = IN + "# begin\nC: LIST\n" + sizes(MAILS) + "C: UIDL\n" + uids(MAILS);
        String script = listed + each(n -> "C: RETR " + n + "\n" + refusingTheThird(n)) + OUT;
        return List.of(
                returning(
                        "2 of 3 delivered, NOTHING_DUE",
                        "leaving all on the server",
                        script,
                        MAILS,
                        MaildropSync::leavingOnServer),
                Dialogue.returning(
                        "2 of 3 delivered, NOTHING_DUE",
                        "leaving all on the server, to a receiver that is content with a glance at the second",
                        script.replace("# begin\n", "").replace("C: RETR 2\n", "# begin\nC: RETR 2\n"),
                        new SyncScene(MAILS, clear(), MaildropSync::leavingOnServer, true)));
    }

    /** The second cannot be deleted now. */
    private static List<Dialogue> deleting() {
        String fetched = "C: LIST\nC: UIDL\n" + sizes(MAILS) + uids(MAILS) + "# begin\n"
                + each(n -> "C: RETR " + n + "\n") + each(SyncFaultsTest::refusingTheThird);
        String marked = IN_PIPELINING + fetched + """
            C: DELE 1
            C: DELE 2
            S: +OK
            S: -ERR no
            """;
        String committing = marked + "C: QUIT\n# in doubt\n";
        String secured = committing
                .replace("S: +OK ready\n", SECURED)
                .replace("# begin\n", "")
                .replace("C: DELE 1\n", "# begin\nC: DELE 1\n");
        Pop3Options stls = Pop3Options.defaults().withTls(Pop3Tls.STLS);
        return List.of(
                returning(
                                "2 of 3 delivered, COMMITTED",
                                "deleting what was delivered",
                                committing + "S: +OK bye\n# done\n",
                                MAILS,
                                MaildropSync::deletingDelivered)
                        .withAlways(quitOnlyBehind(marked)),
                Dialogue.coming(
                        Expectation.fails(CommitRefusedException.class),
                        "deleting what was delivered, under TLS, and QUIT is refused",
                        secured + "S: -ERR some are still there\n# done\n",
                        new SyncScene(MAILS, stls, MaildropSync::deletingDelivered, false)));
    }

    private static List<Dialogue> withoutNames() {
        String twice = each(n -> "C: RETR " + n + "\n")
                + each(n -> NAMESAKES.get(n - 1).answer());
        String headers = each(n -> "C: TOP " + n + " 0\n" + MAILS.get(n - 1).headers());
        return List.of(
                returning(
                        "3 of 3 delivered, NOTHING_DUE",
                        "messages that share a unique id, or have none",
                        IN_PIPELINING + "C: LIST\nC: UIDL\n" + sizes(NAMESAKES) + uids(NAMESAKES) + "# begin\n" + twice
                                + twice + OUT,
                        NAMESAKES,
                        MaildropSync::leavingOnServer),
                returning(
                        "3 of 3 delivered, NOTHING_DUE",
                        "messages that only their headers name",
                        IN.replace("UIDL\\r\\n", "") + "C: LIST\n" + sizes(MAILS) + "# begin\n" + headers
                                + each(n ->
                                        "C: RETR " + n + "\n" + MAILS.get(n - 1).answer()) + OUT,
                        MAILS.stream().map(mail -> new Mail("", mail.text())).toList(),
                        MaildropSync::identifyingByHeaders));
    }

    private static List<Dialogue> withoutTls() {
        Pop3Options stls = Pop3Options.defaults().withTls(Pop3Tls.STLS);
        return List.of(Dialogue.coming(
                Expectation.fails(Pop3RefusedException.class),
                "required TLS is not offered",
                "S: +OK ready\nC: STLS\nS: -ERR what?\n# done\n",
                new SyncScene(MAILS, stls, MaildropSync::deletingDelivered, false)));
    }
}
