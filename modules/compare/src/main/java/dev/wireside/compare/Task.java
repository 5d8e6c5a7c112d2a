package dev.wireside.compare;

import java.nio.file.Path;
import java.util.List;

/**
 * Something to be done with both clients, or with Wireside alone where the library cannot do it.
 *
 * @param protocol which protocol's clients
 * @param name as it is written on the command line
 * @param title what is done, in a sentence without a full stop
 * @param method the method of the source files that does it
 * @param stage the server
 * @param insideTls whether the dialogue can only be read at the server's end of the encryption
 * @param note what is to be known when the two are compared; or empty
 * @param missing why the library cannot do it; empty if it can
 * @param usualFlights where Wireside does not wait for each answer, how often it waits hangs on when they come: about this
 *     often; 0 where it is the same in every run
 * @param deed does it
 */
record Task(
        Protocol protocol,
        String name,
        String title,
        String method,
        Stage stage,
        boolean insideTls,
        String note,
        String missing,
        int usualFlights,
        Deed deed) {
    Task(Protocol protocol, String name, String title, String method, Stage stage, Deed deed) {
        this(protocol, name, title, method, stage, false, "", "", 0, deed);
    }

    Task insideEncryption() {
        return new Task(protocol, name, title, method, stage, true, note, missing, usualFlights, deed);
    }

    Task noting(String sentence) {
        return new Task(protocol, name, title, method, stage, insideTls, sentence, missing, usualFlights, deed);
    }

    Task missing(String sentence) {
        return new Task(protocol, name, title, method, stage, insideTls, note, sentence, usualFlights, deed);
    }

    Task withUsualFlights(int about) {
        return new Task(protocol, name, title, method, stage, insideTls, note, missing, about, deed);
    }

    /** Who can do it. */
    List<Contender> contenders() {
        return missing.isEmpty() ? List.of(Contender.values()) : List.of(Contender.WIRESIDE);
    }

    /**
     * Where a deed is done.
     *
     * @param host what to connect to
     * @param port what to connect to
     * @param directory an empty directory
     * @param workshop for what is prepared once
     */
    record Place(String host, int port, Path directory, Workshop workshop) {}

    /** Does a task with one of the clients and returns what its caller learnt. */
    interface Deed {
        Object by(Contender who, Place place) throws Exception;
    }

    /**
     * What happens to a task when the server misbehaves.
     *
     * @param name of the script with the server's rules
     * @param task what is attempted
     * @param note why the two differ, if they do; or empty
     */
    record Fault(String name, Task task, String note) {
        /** What the server does: the first line of its script. */
        String what() {
            return Scripts.comment(task.protocol(), name);
        }
    }

    /** All faults of one protocol; on the command line they are one task. */
    record Faults(Protocol protocol, List<Fault> faults) {
        static final String NAME = "server-dies";
        static final String TITLE = "What the caller learns when the server dies or says no at an interesting point";
    }
}
