package dev.wireside.compare;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.smtp.vs.JakartaSmtpTask;
import dev.wireside.smtp.vs.SmtpTask;
import dev.wireside.smtp.vs.SmtpTask.Mail;
import dev.wireside.smtp.vs.WiresideSmtpTask;
import dev.wireside.testkit.TestCertificates;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is done with both clients of SMTP. */
final class SmtpTasks {
    private static final String TEXT = "The engine weaves algebraic patterns.\nEach line ends here.\n";
    private static final Mail TO_BOB = to("bob@example.org");
    private static final Mail TO_TWO = to("bob@example.net", "eve@example.net");
    private static final Mail TO_THREE = to("bob@example.net", "nobody@example.net", "eve@example.net");
    private static final Mail TO_THREE_OF_THE_HOUSE = to("bob@example.net", "eve@example.net", "kim@example.net");
    private static final List<Mail> HUNDRED = IntStream.rangeClosed(1, 100)
            .mapToObj(number ->
                    new Mail("ada@example.org", List.of("reader-" + number + "@example.net"), "The engine", TEXT))
            .toList();
    private static final List<Mail> FIVE = Stream.of("first", "second", "third", "fourth", "fifth")
            .map(name -> to(name + "@example.net"))
            .toList();

    private static final String NO_PIPELINING =
            "Angus 2.0.5 has no PIPELINING (RFC 2920): its transport reads the reply to each command before it sends"
                + " the next. Wireside sends a message's end, and MAIL, RCPT and DATA of the next, at once; to several"
                + " recipients, all or none, it asks about them first, which is one wait more for each message.";
    private static final String CHUNKS_ONE_BY_ONE =
            "Angus 2.0.5 sends BDAT when mail.smtp.chunksize is set, and waits for the reply to each chunk (\"no"
                + " pipelining is done\", says its package description). It writes the command and its chunk one after"
                + " the other and leaves TCP_NODELAY as it is, so a small chunk also waits for the acknowledgement of"
                + " its command, some 40 ms. It doubles dots at the beginning of lines as for DATA, which after BDAT"
                + " nobody undoes (its issue 209, open when this was written); no line here begins with a dot.";
    private static final String NO_LMTP =
            "Angus 2.0.5 has no LMTP: its providers are imap, pop3 and smtp, each with and without TLS"
                + " (META-INF/services/jakarta.mail.Provider), and its SMTP transport says EHLO or HELO and reads one"
                + " reply after a message.";

    private SmtpTasks() {}

    private static Mail to(String... recipients) {
        return new Mail("ada@example.org", List.of(recipients), "The engine", TEXT);
    }

    static List<Task> all() {
        return Stream.of(oneMessage(), many(), large()).flatMap(List::stream).toList();
    }

    private static List<Task> oneMessage() {
        Stage greenMail = Stage.greenMail(Protocol.SMTP, "ada", Catalogue.PASSWORD, 0);
        return List.of(
                task(
                        "first-message",
                        "Log in and send a message",
                        "sendToAll",
                        greenMail,
                        (task, account, place) -> task.sendToAll(account, TO_BOB)),
                task(
                        "refused-recipient",
                        "Send to three recipients of which one is refused: to all or to none",
                        "sendToAll",
                        stage("submission"),
                        (task, account, place) -> task.sendToAll(account, TO_THREE)),
                task(
                        "partial",
                        "Send to three recipients of which one is refused: to those who are accepted",
                        "sendToAccepted",
                        stage("submission"),
                        (task, account, place) -> task.sendToAccepted(account, TO_THREE)),
                task(
                                "starttls",
                                "Send with STARTTLS, trusting one authority",
                                "sendWithStartTls",
                                stage("starttls"),
                                (task, account, place) ->
                                        task.sendWithStartTls(account, TestCertificates.authority(), TO_TWO))
                        .insideEncryption(),
                lmtp());
    }

    private static Task lmtp() {
        return new Task(
                        Protocol.SMTP,
                        "lmtp",
                        "Hand a message over by LMTP to three recipients of whom one has a full mailbox",
                        "deliver",
                        stage("lmtp"),
                        (who, place) -> new WiresideSmtpTask().deliver(account(place), TO_THREE_OF_THE_HOUSE))
                .missing(NO_LMTP);
    }

    private static List<Task> many() {
        SmtpDeed deed = (task, account, place) -> task.sendMany(account, HUNDRED);
        return List.of(
                task("hundred", "Send 100 messages on one connection", "sendMany", stage("submission"), deed)
                        .noting(NO_PIPELINING),
                task(
                                "hundred-bdat",
                                "Send 100 messages on one connection, to a server with CHUNKING",
                                "sendMany",
                                stage(chunking()),
                                deed)
                        .noting(CHUNKS_ONE_BY_ONE)
                        .withUsualFlights(9));
    }

    private static List<Task> large() {
        SmtpDeed deed = (task, account, place) -> task.sendFile(
                account, TO_BOB.from(), "bob@example.net", place.workshop().largeMessage());
        return List.of(
                task("large", "Send one message of 50 MiB out of a file", "sendFile", stage("submission"), deed),
                task(
                                "bdat",
                                "Send one message of 50 MiB out of a file, to a server with CHUNKING",
                                "sendFile",
                                stage(chunking()),
                                deed)
                        .noting(CHUNKS_ONE_BY_ONE)
                        .withUsualFlights(20));
    }

    static List<Task.Fault> faults() {
        String unnamed =
                "With Angus 2.0.5 a connection that breaks does not say during which command: a careful caller has to "
                        + "assume the worst.";
        String asLogin =
                "Angus 2.0.5 reports the end of the connection as a failed login, too; here the caller asked for the "
                        + "last reply code to tell them apart.";
        String ahead = "The price of not waiting: the fourth and the fifth had left when the connection died. With"
                + " ChunkingUse.WHEN_NEEDED Wireside goes by DATA, where one message at most is in doubt.";
        return List.of(
                fault("refuses-login", ""),
                fault("dies-at-login", asLogin),
                fault("dies-after-mail", ""),
                fault("resets-after-mail", unnamed),
                fault("dies-after-rcpt", ""),
                fault("dies-after-354", ""),
                fault("refuses-message", ""),
                fault("dies-after-dot", ""),
                fault("resets-after-dot", ""),
                fault("dies-at-quit", ""),
                fault("resets-at-quit", ""),
                batchFault("refuses-one-of-batch", script("submission"), ""),
                batchFault("dies-in-batch", script("submission"), ""),
                batchFault("dies-in-chunked-batch", chunking(), ahead));
    }

    private static Task.Fault fault(String name, String note) {
        Stage stage = stage(Scripts.withRulesOf(script(name), script("submission")));
        SmtpDeed deed = (task, account, place) -> task.sendToAll(account, TO_TWO);
        return new Task.Fault(name, task(name, "Send a message", "sendToAll", stage, deed), note);
    }

    private static Task.Fault batchFault(String name, WireScript server, String note) {
        Stage stage = stage(Scripts.withRulesOf(script(name), server));
        SmtpDeed deed = (task, account, place) -> task.sendMany(account, FIVE);
        return new Task.Fault(name, task(name, "Send five messages", "sendMany", stage, deed), note);
    }

    private static WireScript script(String name) {
        return Scripts.load(Protocol.SMTP, name);
    }

    private static WireScript chunking() {
        return Scripts.withRulesOf(script("chunking"), script("submission"));
    }

    private static Stage stage(String script) {
        return stage(script(script));
    }

    private static Stage stage(WireScript script) {
        return Stage.scripted(Stage.SCRIPTED, script);
    }

    private interface SmtpDeed {
        Object by(SmtpTask task, SmtpTask.Account account, Task.Place place) throws Exception;
    }

    private static Task task(String name, String title, String method, Stage stage, SmtpDeed deed) {
        return new Task(Protocol.SMTP, name, title, method, stage, (who, place) -> {
            SmtpTask task = who == Contender.WIRESIDE ? new WiresideSmtpTask() : new JakartaSmtpTask();
            return deed.by(task, account(place), place);
        });
    }

    private static SmtpTask.Account account(Task.Place place) {
        return new SmtpTask.Account(place.host(), place.port(), "ada", Catalogue.PASSWORD);
    }
}
