// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.standalone;

import java.time.Duration;
import java.util.List;

/** How much of the tests is run. In each case the program is built and started. */
public enum Depth {
    /** None: the private build has run them on the same sources. */
    BUILD,
    /** The fast ones, without the compiler's further checks, which the private build has made on the same sources. */
    QUICK,
    /** All that continuous integration runs. */
    FULL;

    static final Duration DEADLINE_OF_BUILD = Duration.ofMinutes(30);
    static final Duration DEADLINE_OF_TESTS = Duration.ofHours(2);

    /** What {@code ./casys} is told; empty if there is nothing to run. */
    List<String> arguments() {
        return switch (this) {
            case BUILD -> List.of();
            case QUICK ->
                List.of("test", "--quick", "-Dcasys.checks=-XDchecked", "-Dsurefire.rerunFailingTestsCount=1");
            case FULL -> List.of("test");
        };
    }
}
