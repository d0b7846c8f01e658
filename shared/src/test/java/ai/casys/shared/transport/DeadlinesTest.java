// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void anEntryThatComesLaterButEndsEarlierIsNotForgotten() throws InterruptedException {
        CountDownLatch expired = new CountDownLatch(1);
        try (Deadlines deadlines = new Deadlines();
                Deadlines.Entry _ = deadlines.watch(() -> LONG, () -> {});
                Deadlines.Entry _ = deadlines.watch(() -> Duration.ZERO, expired::countDown)) {
            assertThat(expired.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClosedEntryDoesNotExpire() throws InterruptedException {
        List<String> said = new CopyOnWriteArrayList<>();
        CountDownLatch second = new CountDownLatch(1);
        try (Deadlines deadlines = new Deadlines()) {
            deadlines
                    .watch(() -> Duration.ofMillis(50), () -> said.add("first"))
                    .close();
            try (Deadlines.Entry _ = deadlines.watch(once(Duration.ofMillis(100)), () -> {
                said.add("second");
                second.countDown();
            })) {
                assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(said).containsExactly("second");
    }

    @Test
    void aClockThatStandsStillIsAskedAgain() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch expired = new CountDownLatch(1);
        try (Deadlines deadlines = new Deadlines();
                Deadlines.Entry _ = deadlines.watch(
                        () -> asked.incrementAndGet() < 4 ? Duration.ofMillis(10) : Duration.ZERO,
                        expired::countDown)) {
            assertThat(expired.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(asked).hasValue(4);
    }

    private static java.util.function.Supplier<Duration> once(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
