package dev.wireside.compare;

import dev.wireside.codec.wire.WireScript;
import dev.wireside.pop3.vs.JakartaPop3Task;
import dev.wireside.pop3.vs.Pop3Task;
import dev.wireside.pop3.vs.WiresidePop3Task;
import java.util.List;

/** What is done with both clients of POP3. */
final class Pop3Tasks {
    private static final int MAILDROP = 20;
    private static final int AT_FIRST = 3;
    private static final int LATER = 5;
    private static final int MESSAGE_BYTES = 4096;
    private static final List<Integer> SOME = List.of(1, 3);

    private static final String ONE_BY_ONE =
            "Angus 2.0.5 asks for one message after the other. Wireside asks for all at once, because this server"
                    + " offers PIPELINING.";
    private static final String APPLICATION_KEEPS =
            "Jakarta Mail leaves it to the application to know what is new: \"all approaches will require some"
                + " permanent storage associated with the client\" (package org.eclipse.angus.mail.pop3). Here that is"
                + " a file of unique ids, written anew and renamed for each message. MaildropSync keeps a file, too,"
                + " and also copes with unique ids that are missing, or the same for two messages, and deletes by"
                + " age.";
    private static final String NOT_NOTED_BEFOREHAND =
            "Both fetch the message again, and have one file of it. MaildropSync notes beforehand which message it is"
                    + " about to hand over, so its caller learns which one may have come twice; the other caller would"
                    + " have to write that, too.";
    private static final String LOST_IS_WRONG_PASSWORD =
            "Angus 2.0.5 reports the end of the connection as a failed login: the caller cannot tell it from a wrong"
                    + " password by its type, only by the words of the message.";
    private static final String LEFT_OPEN =
            "Angus 2.0.5 leaves the socket open after this, with the thread of its write timeout.";
    private static final String ANSWER_NOT_READ =
            "Angus 2.0.5 does not look at the answer to DELE, nor whether QUIT was answered, and with what.";
    private static final String SIZES =
            "Angus 2.0.5 leaves all sizes at 0 and says nothing; here the UIDL that follows finds out.";

    private Pop3Tasks() {}

    static List<Task> all() {
        Stage greenMail = Stage.greenMail(Protocol.POP3, "bob", Catalogue.PASSWORD, 5);
        Stage maildrop = Stage.scripted(Stage.SCRIPTED, Scripts.maildrop(MAILDROP, MESSAGE_BYTES));
        return List.of(
                task(
                        "list",
                        "List a maildrop: sizes and unique ids",
                        "list",
                        greenMail,
                        (task, account, place) -> task.list(account)),
                task(
                                "headers",
                                "Read the headers of all " + MAILDROP + " messages",
                                "readSubjects",
                                maildrop,
                                (task, account, place) -> task.readSubjects(account))
                        .noting(ONE_BY_ONE),
                task(
                                "fetch",
                                "Fetch all " + MAILDROP + " messages into files",
                                "fetchAll",
                                maildrop,
                                (task, account, place) -> task.fetchAll(account, place.directory()))
                        .noting(ONE_BY_ONE),
                task(
                                "sync",
                                "Fetch " + AT_FIRST
                                        + " messages and leave them on the server; in a second session, fetch" + " the "
                                        + (LATER - AT_FIRST) + " that are new",
                                "sync",
                                inTurn(maildrop(AT_FIRST), maildrop(LATER)),
                                Synchronisation::twice)
                        .noting(APPLICATION_KEEPS),
                task(
                        "delete",
                        "Delete two of five messages and commit",
                        "delete",
                        greenMail,
                        (task, account, place) -> task.delete(account, SOME)));
    }

    static List<Task.Fault> faults() {
        Pop3Deed list = (task, account, place) -> task.list(account);
        Pop3Deed headers = (task, account, place) -> task.readSubjects(account);
        Pop3Deed fetch = (task, account, place) -> task.fetchAll(account, place.directory());
        Pop3Deed delete = (task, account, place) -> task.delete(account, SOME);
        return List.of(
                fault("refuses-pass", "list", list, ""),
                fault("dies-at-pass", "list", list, LOST_IS_WRONG_PASSWORD),
                fault("dies-in-list", "list", list, SIZES),
                fault("dies-in-top", "readSubjects", headers, ""),
                fault("dies-in-retr", "fetchAll", fetch, ""),
                fault("resets-in-retr", "fetchAll", fetch, ""),
                syncFault("dies-in-sync", Synchronisation::twice, ""),
                syncFault("killed-in-sync", Synchronisation::killedOnce, NOT_NOTED_BEFOREHAND),
                fault("refuses-dele", "delete", delete, ANSWER_NOT_READ),
                fault("dies-at-dele", "delete", delete, LEFT_OPEN),
                fault("dies-at-quit", "delete", delete, ANSWER_NOT_READ),
                fault("refuses-commit", "delete", delete, ANSWER_NOT_READ));
    }

    private static Task.Fault fault(String name, String method, Pop3Deed deed, String note) {
        Stage stage = Stage.scripted(
                Stage.SCRIPTED,
                Scripts.withRulesOf(Scripts.load(Protocol.POP3, name), Scripts.load(Protocol.POP3, "maildrop")));
        return new Task.Fault(name, task(name, method, method, stage, deed), note);
    }

    /** Only the first session meets the fault. */
    private static Task.Fault syncFault(String name, Pop3Deed deed, String note) {
        WireScript broken = Scripts.withRulesOf(Scripts.load(Protocol.POP3, name), maildrop(AT_FIRST));
        return new Task.Fault(name, task(name, "sync", "sync", inTurn(broken, maildrop(AT_FIRST)), deed), note);
    }

    private static WireScript maildrop(int messages) {
        return Scripts.maildrop(messages, MESSAGE_BYTES);
    }

    private static Stage inTurn(WireScript first, WireScript second) {
        return Stage.scriptedInTurn(Stage.SCRIPTED, List.of(first, second));
    }

    private interface Pop3Deed {
        Object by(Pop3Task task, Pop3Task.Account account, Task.Place place) throws Exception;
    }

    private static Task task(String name, String title, String method, Stage stage, Pop3Deed deed) {
        return new Task(Protocol.POP3, name, title, method, stage, (who, place) -> {
            Pop3Task task = who == Contender.WIRESIDE ? new WiresidePop3Task() : new JakartaPop3Task();
            Pop3Task.Account account = new Pop3Task.Account(place.host(), place.port(), "bob", Catalogue.PASSWORD);
            return deed.by(task, account, place);
        });
    }
}
