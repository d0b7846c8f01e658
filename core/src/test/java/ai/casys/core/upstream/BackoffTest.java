// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    @Test
    void theUpperEndDoublesUntilTheCircuitOpens() {
        Backoff backoff = new Backoff(Pace.NORMAL, new SplittableRandom(7));
        List<Long> ends = new ArrayList<>();
        while (!backoff.isCircuitOpen()) {
            backoff.failed(Duration.ZERO);
            ends.add(backoff.upperEnd().toMillis());
        }
        assertThat(ends).containsExactly(500L, 1000L, 2000L, 4000L, 8000L);
        assertThat(backoff.nextDelay()).isEqualTo(Pace.NORMAL.probeEvery());
    }

    @Test
    void theDelayNeverPassesItsLimitsHoweverManyFailures() {
        Backoff backoff = new Backoff(neverOpening(), new SplittableRandom(8));
        for (int i = 0; i < 200; i++) {
            backoff.failed(Duration.ZERO);
            assertThat(backoff.nextDelay()).isBetween(Duration.ZERO, Pace.NORMAL.longestDelay());
        }
        assertThat(backoff.upperEnd()).isEqualTo(Pace.NORMAL.longestDelay());
    }

    @Test
    void delaysAreSpreadOverTheWholeRange() {
        Backoff backoff = new Backoff(Pace.NORMAL, new SplittableRandom(9));
        backoff.failed(Duration.ZERO);
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            delays.add(backoff.nextDelay().toMillis());
        }
        assertThat(delays).anyMatch(delay -> delay < 50).anyMatch(delay -> delay > 450);
    }

    @Test
    void aServerThatWasReadyForLongStartsAfresh() {
        Backoff backoff = new Backoff(Pace.NORMAL, new SplittableRandom(10));
        for (int i = 0; i < 6; i++) {
            backoff.failed(Duration.ZERO);
        }
        backoff.failed(Duration.ofSeconds(59));
        assertThat(backoff.isCircuitOpen()).isTrue();
        backoff.failed(Duration.ofSeconds(60));
        assertThat(backoff.isCircuitOpen()).isFalse();
        assertThat(backoff.upperEnd()).isEqualTo(Pace.NORMAL.firstDelay());
    }

    private static Pace neverOpening() {
        Pace normal = Pace.NORMAL;
        return new Pace(
                normal.firstDelay(),
                normal.longestDelay(),
                normal.stableAfter(),
                Integer.MAX_VALUE,
                normal.probeEvery(),
                normal.probeOnDemand(),
                normal.readyWait(),
                normal.debounce(),
                normal.checkEvery(),
                normal.checkTimeout(),
                normal.drainGrace(),
                normal.answerTime());
    }
}
