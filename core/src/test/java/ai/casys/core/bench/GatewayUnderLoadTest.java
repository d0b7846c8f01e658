// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class GatewayUnderLoadTest {

    @Test
    void answersAreRightAndMemoryStaysFlatUnderLoad() {
        assertThatCode(() -> GatewaySoak.run(20_26, Duration.ofSeconds(60))).doesNotThrowAnyException();
    }

    @Test
    void idleSessionsHoldNoThreadAndLittleMemory() throws IOException, InterruptedException {
        SessionsBenchmark.Outcome outcome = SessionsBenchmark.measure(2_000, 200, Duration.ofSeconds(10));

        assertThat(outcome.traffic().wrong() + outcome.traffic().missing()).isZero();
        assertThat(outcome.traffic().calls()).isPositive();
        // Guards against growth; the goal of 450 MB is not reached yet, see docs/benchmarks.md.
        assertThat(outcome.residentAfter()).isLessThan(640);
        assertThat(outcome.threadsAfter() - outcome.threadsBefore()).isLessThan(50);
    }
}
