package dev.wireside.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
    @Test
    void it_belongs_to_a_clock_and_remembers_its_limit() {
        Deadline deadline = Deadline.after(WireClock.SESSION, Duration.ofHours(1));
        assertThat(deadline.clock()).isEqualTo(WireClock.SESSION);
        assertThat(deadline.limit()).isEqualTo(Duration.ofHours(1));
        assertThat(deadline.isExpired()).isFalse();
        assertThat(deadline.remaining()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(Deadline.after(Duration.ofHours(1)).clock()).isEqualTo(WireClock.CONNECT);
    }

    @Test
    void when_it_is_over_nothing_remains() {
        Deadline deadline = Deadline.after(Duration.ofNanos(1));
        while (!deadline.isExpired()) {
            Thread.onSpinWait();
        }
        assertThat(deadline.remaining()).isEqualTo(Duration.ZERO);
    }

    @Test
    void the_earlier_of_two_wins() {
        Deadline soon = Deadline.after(Duration.ofSeconds(1));
        Deadline late = Deadline.never();
        assertThat(Deadline.earliest(soon, late)).isSameAs(soon);
        assertThat(Deadline.earliest(late, soon)).isSameAs(soon);
    }

    @Test
    void never_and_longer_than_a_century_do_not_overflow() {
        assertThat(Deadline.never().isExpired()).isFalse();
        assertThat(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE)).isExpired())
                .isFalse();
        assertThat(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE)).remaining())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT-0.000000001S"})
    void no_time_at_all_is_not_read_as_no_end(Duration limit) {
        assertThatThrownBy(() -> Deadline.after(limit)).isInstanceOf(IllegalArgumentException.class);
        Timeouts timeouts = Timeouts.defaults();
        assertThatThrownBy(() -> timeouts.withConnect(limit)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> timeouts.withReply(limit)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> timeouts.withIdle(limit)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> timeouts.withSession(limit)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void each_clock_of_timeouts_is_set_by_itself() {
        Timeouts timeouts = Timeouts.defaults()
                .withConnect(Duration.ofSeconds(1))
                .withReply(Duration.ofSeconds(2))
                .withIdle(Duration.ofSeconds(3))
                .withSession(Duration.ofSeconds(4));
        assertThat(timeouts.connect()).hasSeconds(1);
        assertThat(timeouts.reply()).hasSeconds(2);
        assertThat(timeouts.idle()).hasSeconds(3);
        assertThat(timeouts.session()).hasSeconds(4);
        assertThat(Timeouts.defaults().connect()).hasSeconds(30);
        assertThat(Timeouts.defaults().reply()).hasSeconds(60);
        assertThat(Timeouts.defaults().idle()).hasSeconds(60);
        assertThat(Timeouts.defaults().session()).isGreaterThan(Duration.ofDays(30_000));
    }
}
