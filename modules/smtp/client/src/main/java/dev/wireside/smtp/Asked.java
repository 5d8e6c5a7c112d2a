package dev.wireside.smtp;

import dev.wireside.smtp.SmtpTimeouts.Wait;

/** What a reply answers, and by that how long to wait for it. */
enum Asked {
    MAIL("MAIL", Wait.MAIL),
    RCPT("RCPT", Wait.RECIPIENT),
    DATA("DATA", Wait.DATA),
    /** RFC 5321 section 4.5.3.2 does not know BDAT; the reply says that a block was taken, and commits to nothing. */
    CHUNK("BDAT", Wait.BLOCK),
    /** The lone dot, or the chunk that is the last. */
    END("the end of the message", Wait.END_OF_DATA),
    RSET("RSET", Wait.COMMAND);

    private final String command;
    private final Wait clock;
    private final String step;

    Asked(String command, Wait clock) {
        this.command = command;
        this.clock = clock;
        step = "the reply to " + command;
    }

    /** As it is named where a server refuses it. */
    String command() {
        return command;
    }

    Wait clock() {
        return clock;
    }

    /** What is being waited for, for messages. */
    String step() {
        return step;
    }
}
