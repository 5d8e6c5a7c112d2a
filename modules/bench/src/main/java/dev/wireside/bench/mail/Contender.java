package dev.wireside.bench.mail;

/**
 * One way of doing what a case is about. Opened before the clock runs and closed after it has stopped, unless opening is what
 * is measured.
 */
abstract class Contender implements AutoCloseable {
    private final String name;

    Contender(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    /** How many operations one run has, when the case asks for so many; less for who is too slow for that. */
    int operations(int wanted) {
        return wanted;
    }

    /** Bytes of content that so many operations move; 0 for a case that moves none. */
    abstract long contentBytes(int operations);

    /** How far from that the servers' count may be: only for messages whose making gives them another size each time. */
    double tolerance() {
        return 0;
    }

    /** A session, ready for work. */
    abstract void open() throws Exception;

    /** What is measured. */
    abstract void run(int operations) throws Exception;

    @Override
    public abstract void close() throws Exception;
}
