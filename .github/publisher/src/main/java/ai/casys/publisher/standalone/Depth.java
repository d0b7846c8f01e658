// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.standalone;

import java.time.Duration;
import java.util.List;

/** How much of the tests is run. In each case the program is built and started. */
public enum Depth {
    /** None: the private build has run them on the same sources. */
    BUILD(List.of()),
    /** The fast ones, without the compiler's further checks, which the private build has made on the same sources. */
    QUICK(List.of("test", "--quick", "-Dcasys.checks=-XDchecked")),
    /** All that continuous integration runs. */
    FULL(List.of("test"));

    static final Duration DEADLINE_OF_BUILD = Duration.ofMinutes(30);
    static final Duration DEADLINE_OF_TESTS = Duration.ofHours(2);

    @SuppressWarnings("ImmutableEnumChecker") // the lists above are immutable
    private final List<String> arguments;

    Depth(List<String> arguments) {
        this.arguments = arguments;
    }

    /** What {@code ./casys} is told; empty if there is nothing to run. */
    List<String> arguments() {
        return arguments;
    }
}
