// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CallClockTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    void aStoppedClockKeepsWhatIsLeft() throws InterruptedException {
        CallClock clock = new CallClock(Duration.ofMillis(200), LONG);
        clock.stop();
        clock.stop();
        Duration left = clock.left();
        long begin = System.nanoTime();
        Waiting.until("time passes", () -> System.nanoTime() - begin > 300_000_000L);
        clock.resume();
        assertThat(clock.isStopped()).isTrue();
        assertThat(clock.left()).isBetween(left.minusMillis(50), left).isPositive();
        clock.resume();
        assertThat(clock.isStopped()).isFalse();
        Waiting.until("the rest is over", () -> clock.left().isZero());
    }

    @Test
    void noClockStandsStillForEver() throws InterruptedException {
        CallClock clock = new CallClock(Duration.ofMillis(10), Duration.ofMillis(10));
        clock.stop();

        Waiting.until("it runs on", () -> clock.left().isZero() && !clock.isStopped());
        clock.resume();
        assertThat(clock.left()).isZero();
    }
}
