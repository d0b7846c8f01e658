// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.time.Duration;

/**
 * How many connections there may be with credentials other than those of the configuration.
 *
 * @param most open at once, over all servers and scopes; as many again may be ending
 * @param idle how long one is kept that nobody uses
 */
record ScopeLimits(int most, Duration idle) {

    static final ScopeLimits NORMAL = new ScopeLimits(64, Duration.ofMinutes(10));

    ScopeLimits {
        if (most < 1 || !idle.isPositive()) {
            throw new IllegalArgumentException(
                    "there must be room and time for a connection, not " + most + ", " + idle);
        }
    }
}
