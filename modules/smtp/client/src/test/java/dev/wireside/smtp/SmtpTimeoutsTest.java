package dev.wireside.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wireside.smtp.SmtpTimeouts.Wait;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SmtpTimeoutsTest {
    @Test
    void defaults_are_those_of_rfc_5321() {
        SmtpTimeouts timeouts = SmtpTimeouts.defaults();
        assertThat(timeouts.limit(Wait.GREETING)).isEqualTo(Duration.ofMinutes(5));
        assertThat(timeouts.limit(Wait.MAIL)).isEqualTo(Duration.ofMinutes(5));
        assertThat(timeouts.limit(Wait.RECIPIENT)).isEqualTo(Duration.ofMinutes(5));
        assertThat(timeouts.limit(Wait.DATA)).isEqualTo(Duration.ofMinutes(2));
        assertThat(timeouts.limit(Wait.BLOCK)).isEqualTo(Duration.ofMinutes(3));
        assertThat(timeouts.limit(Wait.END_OF_DATA)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void cap_shortens_every_wait_and_lengthens_none() {
        SmtpTimeouts capped =
                SmtpTimeouts.defaults().withMail(Duration.ofSeconds(1)).cappedAt(Duration.ofSeconds(10));
        for (Wait wait : Wait.values()) {
            if (wait != Wait.SESSION) {
                assertThat(capped.limit(wait)).as(wait.name()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
            }
        }
        assertThat(capped.limit(Wait.MAIL)).isEqualTo(Duration.ofSeconds(1));
        assertThat(capped.limit(Wait.SESSION)).isGreaterThan(Duration.ofDays(1));
    }

    @Test
    void wait_without_duration_is_a_mistake() {
        assertThatThrownBy(() -> SmtpTimeouts.defaults().withData(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SmtpTimeouts.defaults().cappedAt(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
