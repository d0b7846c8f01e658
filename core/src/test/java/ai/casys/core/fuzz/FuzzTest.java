// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One minute of the campaign {@code ./casys soak fuzz}, always the same one. */
@Tag("slow")
@Timeout(300)
final class FuzzTest {

    @Test
    void whateverIsSentTheEndpointAnswersOrClosesAndKeepsNothing() throws Exception {
        Fuzzing.Report report = Fuzzing.run(20_261_123, Duration.ofMinutes(1), System.out);

        assertThat(report.failures()).isEmpty();
        assertThat(report.cases()).isGreaterThan(200);
        assertThat(report.signatures()).isGreaterThan(60);
    }
}
