package dev.wireside.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

class SocketOptionsTest {
    private static final List<SocketOption<?>> PLATFORM = List.of(
            StandardSocketOptions.SO_REUSEADDR,
            StandardSocketOptions.SO_LINGER,
            StandardSocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_KEEPALIVE,
            StandardSocketOptions.IP_TOS,
            ExtendedSocketOptions.TCP_KEEPIDLE,
            ExtendedSocketOptions.TCP_KEEPINTERVAL,
            ExtendedSocketOptions.TCP_KEEPCOUNT);

    @Test
    void what_is_not_set_is_what_the_platform_does_and_nagle_is_off() throws IOException {
        try (SocketChannel untouched = SocketChannel.open();
                SocketChannel channel = applied(SocketOptions.defaults())) {
            for (SocketOption<?> option : PLATFORM) {
                assertThat((Object) channel.getOption(option)).as(option.name()).isEqualTo(untouched.getOption(option));
            }
            assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        }
    }

    @Test
    void each_option_reaches_the_socket() throws IOException {
        SocketOptions options = SocketOptions.defaults()
                .withNoDelay(false)
                .withReuseAddress(true)
                .withLinger(Duration.ofSeconds(7))
                .withSendBuffer(40_000)
                .withReceiveBuffer(50_000)
                .withKeepAlive(Duration.ofSeconds(61), Duration.ofSeconds(13), 4)
                .withTrafficClass(0x10);
        try (SocketChannel channel = applied(options)) {
            assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
            assertThat(channel.getOption(StandardSocketOptions.SO_REUSEADDR)).isTrue();
            assertThat(channel.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(7);
            // Linux doubles what is asked for (socket(7)).
            assertThat(channel.getOption(StandardSocketOptions.SO_SNDBUF)).isBetween(40_000, 80_000);
            assertThat(channel.getOption(StandardSocketOptions.SO_RCVBUF)).isBetween(50_000, 100_000);
            assertThat(channel.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(channel.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(61);
            assertThat(channel.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL))
                    .isEqualTo(13);
            assertThat(channel.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(4);
            assertThat(channel.getOption(StandardSocketOptions.IP_TOS)).isEqualTo(0x10);
        }
    }

    @Test
    void linger_zero_is_a_value_of_its_own() throws IOException {
        try (SocketChannel channel = applied(SocketOptions.defaults().withLinger(Duration.ZERO))) {
            assertThat(channel.getOption(StandardSocketOptions.SO_LINGER)).isZero();
        }
    }

    @Test
    void options_are_immutable() throws IOException {
        SocketOptions options = SocketOptions.defaults();
        assertThat(options.withKeepAlive(true)).isNotSameAs(options);
        try (SocketChannel channel = applied(options)) {
            assertThat(channel.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
        }
    }

    @Test
    void a_value_that_no_socket_takes_is_refused_at_once() {
        SocketOptions options = SocketOptions.defaults();
        Duration second = Duration.ofSeconds(1);
        for (Runnable wrong : new Runnable[] {
            () -> options.withLinger(Duration.ofMillis(1500)),
            () -> options.withLinger(Duration.ofSeconds(-1)),
            () -> options.withLinger(Duration.ofSeconds(65_536)),
            () -> options.withSendBuffer(0),
            () -> options.withReceiveBuffer(-1),
            () -> options.withKeepAlive(Duration.ZERO, second, 1),
            () -> options.withKeepAlive(second, Duration.ofMillis(1), 1),
            () -> options.withKeepAlive(second, second, 0),
            () -> options.withTrafficClass(256),
            () -> options.withTrafficClass(-1),
        }) {
            assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static SocketChannel applied(SocketOptions options) throws IOException {
        SocketChannel channel = SocketChannel.open();
        options.applyTo(channel);
        return channel;
    }
}
