package dev.wireside.pop3.vs;

import java.nio.file.Path;
import java.util.List;

/**
 * What both clients are asked to do. Each method opens a session, does the task, ends the session and says what its caller
 * knows afterwards; no method throws because of the network or the server. In clear, on loopback.
 */
public interface Pop3Task {
    /** A POP3 server, and whose maildrop it is. */
    record Account(String host, int port, String user, String password) {}

    /** What a caller has to know to do the right thing next. */
    enum Fate {
        /** All of it was done, and the server has said so. */
        DONE,

        /** The server said no. */
        REFUSED,

        /** The conversation broke, and the maildrop is as it was: do it again. */
        NOT_DONE,

        /** The conversation broke when the server may have deleted the messages: list the maildrop to find out. */
        UNKNOWN
    }

    /**
     * What the caller knows at the end.
     *
     * @param values what there is of the result, complete or not
     */
    record Outcome<T>(Fate fate, List<T> values) {}

    /** A message of the maildrop, as the server lists it. */
    record Entry(int number, long size, String uid) {}

    /**
     * A message that was fetched now and not before.
     *
     * @param uid what the server calls it in every session
     * @param mayBeRepeated whether it is known that an earlier session, which was killed, may have fetched it too
     */
    record Synced(String uid, boolean mayBeRepeated) {}

    /** Lists the maildrop: number, size and unique id of each message. */
    Outcome<Entry> list(Account account);

    /** Reads the header of each message, without its body, and returns the subjects. */
    Outcome<String> readSubjects(Account account);

    /**
     * Fetches each message into a file of the directory, {@code 1.eml} and so on; a file under that name is complete.
     * Returns the numbers of those that are.
     *
     * @throws java.io.UncheckedIOException if the directory cannot be written to, or has no space left
     */
    Outcome<Integer> fetchAll(Account account, Path directory);

    /**
     * Fetches each message into a file of the directory that no earlier session has fetched, and leaves all of them on the
     * server. A file is complete, and called by the SHA-256 of its unique id, so one that is fetched twice is there once.
     *
     * @param record where it is noted what was fetched; the first session makes it
     * @param stored is told when a file is complete and that is not yet noted, a moment at which a program may be killed
     */
    Outcome<Synced> sync(Account account, Path record, Path directory, Runnable stored);

    /** Deletes these messages for good, and returns the numbers of those that are gone. */
    Outcome<Integer> delete(Account account, List<Integer> numbers);
}
