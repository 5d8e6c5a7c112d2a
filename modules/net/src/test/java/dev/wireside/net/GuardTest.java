package dev.wireside.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GuardTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final AtomicInteger cuts = new AtomicInteger();

    @Test
    void an_overdue_step_is_cut_off_and_says_which() throws InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);
        Guard guard = new Guard(cut::countDown, () -> {});
        guard.begin(WireClock.REPLY, LIMIT, Deadline.now(), Deadline.now() + 1_000_000, "the reply to EHLO");
        cut.await();
        assertThat(guard.isExpired()).isTrue();
        guard.close();
        assertThat(guard.isExpired()).isTrue();
        DeadlineException exception = guard.expiredException(WireTap.none());
        assertThat(exception.clock()).isEqualTo(WireClock.REPLY);
        assertThat(exception.limit()).isEqualTo(LIMIT);
        assertThat(exception.step()).isEqualTo("the reply to EHLO");
        assertThat(exception).hasMessageContaining("reply clock (1s)").hasMessageContaining("the reply to EHLO");
    }

    @Test
    void a_step_that_has_ended_is_never_cut_off() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(7);
        int expired = 0;
        List<Guard> guards = new ArrayList<>();
        Guard guard = new Guard(cuts::incrementAndGet, () -> {});
        for (int i = 0; i < 3_000; i++) {
            long end = Deadline.now() + random.nextInt(60_000);
            guard.begin(WireClock.REPLY, LIMIT, Deadline.now(), end, "a step that ends when its time does");
            long leave = end + random.nextInt(-20_000, 20_000);
            while (Deadline.now() < leave) {
                Thread.onSpinWait();
            }
            guard.close();
            if (guard.isExpired()) {
                expired++;
                guards.add(guard);
                guard = new Guard(cuts::incrementAndGet, () -> {});
            }
        }
        awaitTheWatchdog();
        assertThat(guard.isExpired()).isFalse();
        assertThat(cuts).hasValue(expired);
        assertThat(guards).allMatch(Guard::isExpired);
    }

    @Test
    void a_look_that_comes_too_early_is_followed_by_one_at_the_end() throws InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);
        Guard guard = new Guard(cut::countDown, () -> {});
        long end = Deadline.now() + 30_000_000;
        guard.begin(WireClock.IDLE, LIMIT, Deadline.now(), end, "a body that was postponed");
        for (long look = Deadline.now(); look < end; look = Deadline.now()) {
            Watchdog.SHARED.lookAt(guard, look);
        }
        cut.await();
        assertThat(Deadline.now()).isGreaterThanOrEqualTo(end);
    }

    @Test
    void an_earlier_deadline_overtakes_the_look_that_is_planned() throws InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);
        Guard guard = new Guard(cut::countDown, () -> {});
        guard.begin(
                WireClock.REPLY,
                LIMIT,
                Deadline.now(),
                Deadline.now() + Duration.ofHours(1).toNanos(),
                "a long step");
        guard.close();
        guard.begin(WireClock.REPLY, LIMIT, Deadline.now(), Deadline.now() + 1_000_000, "a short step");
        cut.await();
        assertThat(guard.step()).isEqualTo("a short step");
    }

    @Test
    void many_guards_are_all_cut_off() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(8);
        CountDownLatch cut = new CountDownLatch(500);
        for (int i = 0; i < 500; i++) {
            Guard guard = new Guard(cut::countDown, () -> {});
            guard.begin(
                    WireClock.REPLY, LIMIT, Deadline.now(), Deadline.now() + random.nextInt(20_000_000), "one of many");
        }
        cut.await();
    }

    @Test
    void a_cut_that_fails_does_not_stop_the_watchdog() throws InterruptedException {
        Guard broken = new Guard(
                () -> {
                    throw new IllegalStateException("no memory to close with");
                },
                () -> {});
        broken.begin(WireClock.REPLY, LIMIT, Deadline.now(), Deadline.now() + 1, "a step");
        awaitTheWatchdog();
        assertThat(broken.isExpired()).isTrue();
    }

    @Test
    void steps_with_the_usual_limits_touch_the_queue_once() {
        Guard guard = new Guard(cuts::incrementAndGet, () -> {});
        guard.begin(
                WireClock.REPLY,
                LIMIT,
                Deadline.now(),
                Deadline.now() + Duration.ofMinutes(1).toNanos(),
                "the first step");
        guard.close();
        long look = guard.nextLook;
        for (int i = 0; i < 1_000; i++) {
            Duration minute = Duration.ofMinutes(1);
            guard.begin(WireClock.IDLE, minute, Deadline.now(), Deadline.now() + minute.toNanos(), "a step");
            guard.progress();
            guard.close();
            assertThat(guard.nextLook).isEqualTo(look);
        }
        Watchdog.SHARED.forget(guard);
        assertThat(guard.nextLook).isEqualTo(Guard.NONE);
    }

    @Test
    void a_second_step_is_refused_and_names_both_threads() throws InterruptedException {
        Guard guard = new Guard(cuts::incrementAndGet, () -> {});
        Thread first = Thread.ofPlatform()
                .name("first")
                .start(() -> guard.begin(
                        WireClock.REPLY, LIMIT, Deadline.now(), Deadline.now() + LIMIT.toNanos(), "the first step"));
        first.join();
        assertThatThrownBy(() -> guard.begin(
                        WireClock.REPLY, LIMIT, Deadline.now(), Deadline.now() + LIMIT.toNanos(), "the second step"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("first")
                .hasMessageContaining("the first step")
                .hasMessageContaining(Thread.currentThread().toString())
                .hasMessageContaining("the second step");
        assertThatThrownBy(() -> guard.isRunningHere("reading")).isInstanceOf(IllegalStateException.class);
    }

    /** There is one, so when it has come to this guard it is done with all whose time was over before. */
    private static void awaitTheWatchdog() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        Guard last = new Guard(reached::countDown, () -> {});
        last.begin(WireClock.REPLY, LIMIT, Deadline.now(), Deadline.now() + 1_000_000, "the last");
        reached.await();
    }

    @Test
    void a_closed_connection_is_not_queued_again_by_a_step_that_was_just_beginning() {
        Guard guard = new Guard(cuts::incrementAndGet, () -> {});
        Watchdog.SHARED.forget(guard);
        guard.begin(WireClock.REPLY, LIMIT, Deadline.now(), Deadline.now() + 1, "a step that comes too late");
        assertThat(guard.nextLook).isEqualTo(Guard.NONE);
    }

    @Test
    void a_step_that_would_be_over_at_once_has_expired_before_anything_is_sent() {
        Guard guard = new Guard(cuts::incrementAndGet, () -> {});
        long now = Deadline.now();
        guard.limitSession(Deadline.after(WireClock.SESSION, Duration.ofNanos(1)));
        guard.begin(WireClock.REPLY, LIMIT, now + 1_000_000, now + LIMIT.toNanos(), "a step after the session's end");
        assertThat(guard.isExpired()).isTrue();
        assertThat(cuts).hasValue(1);
    }
}
