package dev.wireside.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * Accepts connections until somebody closes the listening socket. On a platform thread: a client that has connected is to
 * be noticed even while a test keeps all carriers of virtual threads busy.
 */
final class Acceptor {
    /** A process without free file descriptors fails at once each time; so it is asked again later, and not for ever. */
    static final int MOST_FAILURES = 500;

    static final Duration PAUSE = Duration.ofMillis(20);

    /** What becomes of a connection. */
    interface Guests {
        /** Takes it; false if it was the last. */
        boolean welcome(Socket socket);
    }

    private final ServerSocket listening;
    private final Duration pause;
    private final Guests guests;

    Acceptor(ServerSocket listening, Duration pause, Guests guests) {
        this.listening = listening;
        this.pause = pause;
        this.guests = guests;
    }

    /** A thread that runs it, still to be started. */
    Thread thread(String name) {
        return Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /** Returns after the last guest, when the socket is closed, and when it keeps failing: then it is closed here. */
    void run() {
        int failures = 0;
        while (failures < MOST_FAILURES && !listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                failures = 0;
                if (!guests.welcome(socket)) {
                    return;
                }
            } catch (IOException noConnection) {
                // The socket was closed, this client was gone before it was accepted, or descriptors are short.
                failures++;
                rest();
            }
        }
        // So that clients are refused, which they notice, and do not wait for an answer.
        closeQuietly(listening);
    }

    private void rest() {
        try {
            if (!listening.isClosed()) {
                Thread.sleep(pause);
            }
        } catch (InterruptedException nobodyDoes) {
            closeQuietly(listening);
        }
    }

    static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyGone) {
            // Nothing is left to close.
        }
    }
}
