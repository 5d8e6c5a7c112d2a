package dev.wireside.compare;

import dev.wireside.pop3.vs.JakartaPop3Task;
import dev.wireside.pop3.vs.Pop3Task;
import dev.wireside.pop3.vs.WiresidePop3Task;
import dev.wireside.smtp.vs.JakartaSmtpTask;
import dev.wireside.smtp.vs.SmtpTask;
import dev.wireside.smtp.vs.SmtpTask.Mail;
import dev.wireside.smtp.vs.WiresideSmtpTask;
import dev.wireside.testkit.TestCertificates;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All tasks, in the order in which they are run. */
public final class Catalogue {
    /** Both clients log in with it, at servers that only exist for a moment; a recorder masks it. */
    static final String PASSWORD = "throw-away-secret";

    private static final String SCRIPTED = "Wireside's scripted server";
    private static final String TEXT = "The engine weaves algebraic patterns.\nEach line ends here.\n";
    private static final Mail TO_BOB = new Mail("ada@example.org", List.of("bob@example.org"), "The engine", TEXT);
    private static final Mail TO_THREE = new Mail(
            "ada@example.org", List.of("bob@example.net", "nobody@example.net", "eve@example.net"), "The engine", TEXT);
    private static final Mail TO_TWO =
            new Mail("ada@example.org", List.of("bob@example.net", "eve@example.net"), "The engine", TEXT);
    private static final int MANY = 100;
    private static final int MAILDROP = 20;
    private static final int MESSAGE_BYTES = 4096;
    private static final List<Integer> SOME = List.of(1, 3);

    private static final String LOST_IS_WRONG_PASSWORD =
            "Angus 2.0.5 reports the end of the connection as a failed login: the caller cannot tell it from a wrong"
                    + " password by its type, only by the words of the message.";
    private static final String LEFT_OPEN =
            "Angus 2.0.5 leaves the socket open after this, with the thread of its write timeout.";
    private static final String ANSWER_NOT_READ =
            "Angus 2.0.5 does not look at the answer to DELE, nor whether QUIT was answered, and with what.";

    private Catalogue() {}

    /** What {@code --list} shows. */
    public record Listed(Protocol protocol, String name, String title) {}

    /** The names of all tasks. */
    public static List<Listed> listed() {
        List<Listed> listed = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            tasks(protocol).forEach(task -> listed.add(new Listed(protocol, task.name(), task.title())));
            listed.add(new Listed(protocol, Task.Faults.NAME, Task.Faults.TITLE));
        }
        return listed;
    }

    static List<Task> tasks(Protocol protocol) {
        return protocol == Protocol.SMTP ? smtp() : pop3();
    }

    static Task.Faults faults(Protocol protocol) {
        return new Task.Faults(protocol, protocol == Protocol.SMTP ? smtpFaults() : pop3Faults());
    }

    private static List<Task> smtp() {
        Stage submission = scripted(Protocol.SMTP, "submission");
        return Stream.of(oneMessage(submission), manyBytes(submission))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Task> oneMessage(Stage submission) {
        Stage greenMail = Stage.greenMail(Protocol.SMTP, "ada", PASSWORD, 0);
        Stage starttls = scripted(Protocol.SMTP, "starttls");
        return List.of(
                smtp(
                        "first-message",
                        "Log in and send a message",
                        "sendToAll",
                        greenMail,
                        (task, account, place) -> task.sendToAll(account, TO_BOB)),
                smtp(
                        "refused-recipient",
                        "Send to three recipients of which one is refused: to all or to none",
                        "sendToAll",
                        submission,
                        (task, account, place) -> task.sendToAll(account, TO_THREE)),
                smtp(
                        "partial",
                        "Send to three recipients of which one is refused: to those who are accepted",
                        "sendToAccepted",
                        submission,
                        (task, account, place) -> task.sendToAccepted(account, TO_THREE)),
                smtp(
                        "starttls",
                        "Send with STARTTLS, trusting one authority",
                        "sendWithStartTls",
                        starttls,
                        (task, account, place) ->
                                task.sendWithStartTls(account, TestCertificates.authority(), TO_TWO)));
    }

    private static List<Task> manyBytes(Stage submission) {
        List<Mail> many = IntStream.rangeClosed(1, MANY)
                .mapToObj(number -> new Mail(TO_TWO.from(), TO_TWO.to(), "Message " + number, TEXT))
                .toList();
        return List.of(
                smtp(
                        "hundred",
                        "Send " + MANY + " messages on one connection",
                        "sendMany",
                        submission,
                        (task, account, place) -> task.sendMany(account, many)),
                smtp(
                        "large",
                        "Send one message of 50 MiB out of a file",
                        "sendFile",
                        submission,
                        (task, account, place) -> task.sendFile(
                                account,
                                TO_BOB.from(),
                                "bob@example.net",
                                place.workshop().largeMessage())));
    }

    private static List<Task> pop3() {
        Stage greenMail = Stage.greenMail(Protocol.POP3, "bob", PASSWORD, 5);
        Stage maildrop = Stage.scripted(SCRIPTED, Scripts.maildrop(MAILDROP, MESSAGE_BYTES));
        return List.of(
                pop3(
                        "list",
                        "List a maildrop: sizes and unique ids",
                        "list",
                        greenMail,
                        (task, account, place) -> task.list(account)),
                pop3(
                        "headers",
                        "Read the headers of all " + MAILDROP + " messages",
                        "readSubjects",
                        maildrop,
                        (task, account, place) -> task.readSubjects(account)),
                pop3(
                        "fetch",
                        "Fetch all " + MAILDROP + " messages into files",
                        "fetchAll",
                        maildrop,
                        (task, account, place) -> task.fetchAll(account, place.directory())),
                pop3(
                        "delete",
                        "Delete two of five messages and commit",
                        "delete",
                        greenMail,
                        (task, account, place) -> task.delete(account, SOME)));
    }

    private static List<Task.Fault> smtpFaults() {
        String unnamed =
                "With Angus 2.0.5 a connection that breaks does not say during which command: a careful caller has to "
                        + "assume the worst.";
        String asLogin =
                "Angus 2.0.5 reports the end of the connection as a failed login, too; here the caller asked for the "
                        + "last reply code to tell them apart.";
        return Stream.of(
                        smtpFault("refuses-login", ""),
                        smtpFault("dies-at-login", asLogin),
                        smtpFault("dies-after-mail", ""),
                        smtpFault("resets-after-mail", unnamed),
                        smtpFault("dies-after-rcpt", ""),
                        smtpFault("dies-after-354", ""),
                        smtpFault("refuses-message", ""),
                        smtpFault("dies-after-dot", ""),
                        smtpFault("resets-after-dot", ""),
                        smtpFault("dies-at-quit", ""),
                        smtpFault("resets-at-quit", ""))
                .toList();
    }

    private static Task.Fault smtpFault(String name, String note) {
        Task task = smtp(
                name,
                "Send a message",
                "sendToAll",
                broken(Protocol.SMTP, "submission", name),
                (t, account, p) -> t.sendToAll(account, TO_TWO));
        return new Task.Fault(name, task, note);
    }

    private static List<Task.Fault> pop3Faults() {
        String sizes = "Angus 2.0.5 leaves all sizes at 0 and says nothing; here the UIDL that follows finds out.";
        return List.of(
                pop3Fault("refuses-pass", "list", (t, account, place) -> t.list(account), ""),
                pop3Fault("dies-at-pass", "list", (t, account, place) -> t.list(account), LOST_IS_WRONG_PASSWORD),
                pop3Fault("dies-in-list", "list", (t, account, place) -> t.list(account), sizes),
                pop3Fault("dies-in-top", "readSubjects", (t, account, place) -> t.readSubjects(account), ""),
                pop3Fault(
                        "dies-in-retr", "fetchAll", (t, account, place) -> t.fetchAll(account, place.directory()), ""),
                pop3Fault(
                        "resets-in-retr",
                        "fetchAll",
                        (t, account, place) -> t.fetchAll(account, place.directory()),
                        ""),
                pop3Fault("refuses-dele", "delete", (t, account, place) -> t.delete(account, SOME), ANSWER_NOT_READ),
                pop3Fault("dies-at-dele", "delete", (t, account, place) -> t.delete(account, SOME), LEFT_OPEN),
                pop3Fault("dies-at-quit", "delete", (t, account, place) -> t.delete(account, SOME), ANSWER_NOT_READ),
                pop3Fault("refuses-commit", "delete", (t, account, place) -> t.delete(account, SOME), ANSWER_NOT_READ));
    }

    private static Task.Fault pop3Fault(String name, String method, Pop3Deed deed, String note) {
        return new Task.Fault(name, pop3(name, method, method, broken(Protocol.POP3, "maildrop", name), deed), note);
    }

    private static Stage scripted(Protocol protocol, String script) {
        return Stage.scripted(SCRIPTED, Scripts.load(protocol, script));
    }

    private static Stage broken(Protocol protocol, String server, String fault) {
        return Stage.scripted(
                SCRIPTED, Scripts.withRulesOf(Scripts.load(protocol, fault), Scripts.load(protocol, server)));
    }

    private interface SmtpDeed {
        Object by(SmtpTask task, SmtpTask.Account account, Task.Place place) throws Exception;
    }

    private static Task smtp(String name, String title, String method, Stage stage, SmtpDeed deed) {
        return new Task(Protocol.SMTP, name, title, method, stage, name.equals("starttls"), (who, place) -> {
            SmtpTask task = who == Contender.WIRESIDE ? new WiresideSmtpTask() : new JakartaSmtpTask();
            return deed.by(task, new SmtpTask.Account(place.host(), place.port(), "ada", PASSWORD), place);
        });
    }

    private interface Pop3Deed {
        Object by(Pop3Task task, Pop3Task.Account account, Task.Place place) throws Exception;
    }

    private static Task pop3(String name, String title, String method, Stage stage, Pop3Deed deed) {
        return new Task(Protocol.POP3, name, title, method, stage, false, (who, place) -> {
            Pop3Task task = who == Contender.WIRESIDE ? new WiresidePop3Task() : new JakartaPop3Task();
            return deed.by(task, new Pop3Task.Account(place.host(), place.port(), "bob", PASSWORD), place);
        });
    }
}
