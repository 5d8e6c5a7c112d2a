package dev.wireside.bench.mail;

import static dev.wireside.bench.mail.Messages.ascii;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Messages in over a plain socket: where each one ends is found, nothing is decoded. */
final class PopLimit extends Contender {
    private static final int PIPELINED = 64;

    private final int port;
    private final String user;
    private final int window;
    private final long size;

    /** The RETRs of a run in one piece, and where each begins. */
    private final byte[] commands;

    private final int[] begin;
    private final DotScan end = new DotScan();
    private PlainSocket socket;

    private PopLimit(String name, int port, String user, int window, int count, long size) {
        super(name);
        this.port = port;
        this.user = user;
        this.window = window;
        this.size = size;
        begin = new int[count + 1];
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int number = 1; number <= count; number++) {
            all.writeBytes(ascii("RETR " + number + "\r\n"));
            begin[number] = all.size();
        }
        commands = all.toByteArray();
    }

    /** So many RETRs under way as the server's buffers surely take. */
    static PopLimit pipelined(int port, String user, int count, long size) {
        return new PopLimit("limit", port, user, PIPELINED, count, size);
    }

    /** One RETR at a time. */
    static PopLimit sequential(int port, String user, int count, long size) {
        return new PopLimit("limit-seq", port, user, 1, count, size);
    }

    @Override
    long contentBytes(int operations) {
        return operations * size;
    }

    @Override
    void open() throws IOException {
        socket = loggedIn(port, user, PlainSocket.BUFFER);
    }

    static PlainSocket loggedIn(int port, String user, int buffer) throws IOException {
        PlainSocket socket = new PlainSocket(port, buffer);
        socket.expect('+');
        socket.put(ascii("USER " + user + "\r\nPASS " + SmtpSink.PASSWORD + "\r\n"));
        socket.flush();
        socket.expect('+');
        socket.expect('+');
        return socket;
    }

    @Override
    void run(int operations) throws IOException {
        int asked = 0;
        for (int taken = 0; taken < operations; taken++) {
            if (asked - taken <= window / 2) {
                asked = ask(asked, Math.min(operations, taken + window));
            }
            socket.expect('+');
            end.reset();
            while (!end.scan(socket.incoming)) {
                socket.fill();
            }
            if (end.content() != size) {
                throw new IOException("a message of " + end.content() + " bytes");
            }
        }
    }

    private int ask(int from, int to) throws IOException {
        if (to > from) {
            socket.put(commands, begin[from], begin[to] - begin[from]);
            socket.flush();
        }
        return to;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
