package dev.wireside.compare;

import dev.wireside.pop3.vs.JakartaPop3Task;
import dev.wireside.pop3.vs.Pop3Task;
import dev.wireside.pop3.vs.WiresidePop3Task;
import dev.wireside.smtp.vs.JakartaSmtpTask;
import dev.wireside.smtp.vs.SmtpTask;
import dev.wireside.smtp.vs.WiresideSmtpTask;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A protocol that is there twice, and with what. */
public enum Protocol {
    /** Sending mail. */
    SMTP(SmtpTask.class, WiresideSmtpTask.class, JakartaSmtpTask.class),
    /** Fetching mail. */
    POP3(Pop3Task.class, WiresidePop3Task.class, JakartaPop3Task.class);

    /** What both protocols are compared with: the interfaces, and their implementation. */
    public static final String JAKARTA_MAIL = "Jakarta Mail 2.1.5 (Angus 2.0.5)";

    private final Class<?> task;
    private final Class<?> wireside;
    private final Class<?> library;

    Protocol(Class<?> task, Class<?> wireside, Class<?> library) {
        this.task = task;
        this.wireside = wireside;
        this.library = library;
    }

    /** As it is written on the command line: {@code smtp}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The protocol that is written so, in any case. */
    public static Optional<Protocol> of(String id) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.id().equalsIgnoreCase(id))
                .findFirst();
    }

    /** Who this side is, with the version of a library. */
    public String nameOf(Contender who) {
        return who == Contender.WIRESIDE ? "Wireside" : JAKARTA_MAIL;
    }

    /** What is to be known about the two when their waits are compared. */
    String remark() {
        return this == SMTP
                ? "SMTP: where a server offers LOGIN and PLAIN, Angus logs in with AUTH LOGIN by default, which takes"
                        + " three waits, and Wireside with AUTH PLAIN and an initial response, which takes one;"
                        + " mail.smtp.auth.mechanisms changes that."
                : "POP3: where the server offers PIPELINING, Angus sends PASS with USER over TLS, and these tasks are"
                        + " in clear; and LIST with RETR for getContent, but not for writeTo, which streams.";
    }

    Dialogue dialogue() {
        return this == SMTP ? new SmtpDialogue() : new Pop3Dialogue();
    }

    /** A class of the module that has the scripts and sources of this protocol. */
    Class<?> anchor() {
        return task;
    }

    SourceCode task() {
        return SourceCode.of(task);
    }

    SourceCode source(Contender who) {
        return SourceCode.of(who == Contender.WIRESIDE ? wireside : library);
    }
}
