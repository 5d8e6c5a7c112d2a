package dev.wireside.bench.mail;

import static dev.wireside.bench.mail.Messages.ascii;

import java.io.IOException;
import java.util.List;

/** Small messages out over a plain socket. */
final class SmtpLimit extends Contender {
    private static final byte[] EHLO = ascii("EHLO [127.0.0.1]\r\n");
    private static final byte[] MAIL =
            ascii("MAIL FROM:<ada@example.org> SIZE=" + Messages.SMALL + " BODY=8BITMIME\r\n");
    private static final byte[] RCPT = ascii("RCPT TO:<bob@example.net>\r\n");
    private static final byte[] BDAT = ascii("BDAT " + Messages.SMALL + " LAST\r\n");
    private static final byte[] DATA = ascii("DATA\r\n");

    /** Messages that may be unanswered. */
    private static final int WINDOW = 64;

    /** In how few waits. */
    enum Way {
        /** BDAT, pipelined over messages (RFC 3030 section 4.2, RFC 2920). */
        BDAT("limit"),
        /** DATA; the content leaves together with the next message's commands. */
        DATA("limit-data"),
        /** One command at a time. */
        SEQUENTIAL("limit-seq");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    private final Way way;
    private final int port;
    private final List<byte[]> contents;
    private final List<byte[]> stuffed;
    private PlainSocket socket;

    SmtpLimit(Way way, int port, List<byte[]> contents) {
        super(way.title);
        this.way = way;
        this.port = port;
        this.contents = contents;
        stuffed = contents.stream().map(Messages::stuffed).toList();
    }

    @Override
    long contentBytes(int operations) {
        return (long) operations * Messages.SMALL;
    }

    @Override
    void open() throws IOException {
        socket = greeted(port);
    }

    static PlainSocket greeted(int port) throws IOException {
        PlainSocket socket = new PlainSocket(port);
        socket.expect('2');
        socket.put(EHLO);
        socket.flush();
        socket.expectMultiline('2');
        return socket;
    }

    @Override
    void run(int operations) throws IOException {
        switch (way) {
            case BDAT -> chunks(operations);
            case DATA -> groups(operations);
            case SEQUENTIAL -> oneByOne(operations);
        }
    }

    private void chunks(int operations) throws IOException {
        int unanswered = 0;
        for (int i = 0; i < operations; i++) {
            socket.put(MAIL);
            socket.put(RCPT);
            socket.put(BDAT);
            socket.put(contents.get(i % contents.size()));
            if (++unanswered == WINDOW) {
                socket.flush();
                unanswered = answered(unanswered, WINDOW / 2);
            }
        }
        socket.flush();
        answered(unanswered, 0);
    }

    private int answered(int unanswered, int until) throws IOException {
        for (int i = unanswered; i > until; i--) {
            socket.expect('2');
            socket.expect('2');
            socket.expect('2');
        }
        return until;
    }

    private void groups(int operations) throws IOException {
        for (int i = 0; i < operations; i++) {
            socket.put(MAIL);
            socket.put(RCPT);
            socket.put(DATA);
            socket.flush();
            if (i > 0) {
                socket.expect('2');
            }
            socket.expect('2');
            socket.expect('2');
            socket.expect('3');
            socket.put(stuffed.get(i % stuffed.size()));
        }
        socket.flush();
        socket.expect('2');
    }

    private void oneByOne(int operations) throws IOException {
        for (int i = 0; i < operations; i++) {
            exchange(MAIL, '2');
            exchange(RCPT, '2');
            exchange(DATA, '3');
            exchange(stuffed.get(i % stuffed.size()), '2');
        }
    }

    private void exchange(byte[] bytes, char first) throws IOException {
        socket.put(bytes);
        socket.flush();
        socket.expect(first);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
