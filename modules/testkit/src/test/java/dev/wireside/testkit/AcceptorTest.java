package dev.wireside.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AcceptorTest {
    private static final Duration AT_ONCE = Duration.ofNanos(1);

    /** Fails so many times, as a process does that has no file descriptors left, and then has a connection. */
    private static final class Starved extends ServerSocket {
        private final int failures;
        private int asked;

        Starved(int failures) throws IOException {
            this.failures = failures;
        }

        @Override
        public Socket accept() throws IOException {
            if (asked++ < failures) {
                throw new SocketException("Too many open files");
            }
            return new Socket();
        }
    }

    @Test
    void descriptors_run_out_for_a_while_and_the_next_client_is_accepted() throws Exception {
        try (var listening = new Starved(Acceptor.MOST_FAILURES - 1)) {
            new Acceptor(listening, AT_ONCE, guest -> false).run();
            assertThat(listening.asked).isEqualTo(Acceptor.MOST_FAILURES);
            assertThat(listening.isClosed()).isFalse();
        }
    }

    @Test
    void descriptors_run_out_for_good_and_clients_are_refused() throws Exception {
        try (var listening = new Starved(Integer.MAX_VALUE)) {
            new Acceptor(listening, AT_ONCE, guest -> true).run();
            assertThat(listening.asked).isEqualTo(Acceptor.MOST_FAILURES);
            assertThat(listening.isClosed()).isTrue();
        }
    }

    @Test
    void a_closed_socket_is_not_asked_again() throws Exception {
        var listening = new Starved(Integer.MAX_VALUE);
        listening.close();
        new Acceptor(listening, Duration.ofDays(1), guest -> true).run();
        assertThat(listening.asked).isZero();
    }
}
