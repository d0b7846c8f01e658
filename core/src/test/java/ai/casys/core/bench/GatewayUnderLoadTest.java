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
    void idleSessionsHoldNoThreadAndLittleMemoryAndLeaveNothingBehind() throws IOException, InterruptedException {
        SessionsBenchmark.Outcome outcome = SessionsBenchmark.measure(2_000, 200, Duration.ofSeconds(10), 3);

        assertThat(outcome.waves()).hasSize(3).allSatisfy(wave -> {
            assertThat(wave.traffic().wrong() + wave.traffic().missing()).isZero();
            assertThat(wave.traffic().calls()).isPositive();
            assertThat(wave.resident()).isLessThan(450);
            assertThat(wave.threads() - outcome.threadsBefore()).isLessThan(50);
        });
    }
}
