// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.settings.Overrides;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How one engine is started.
 *
 * @param overrides what the command line says about the settings
 * @param idleExit end after so long without a client; empty to stay
 */
public record EngineOptions(Overrides overrides, Optional<Duration> idleExit) {
    public EngineOptions {
        Objects.requireNonNull(overrides, "overrides is null");
        Objects.requireNonNull(idleExit, "idleExit is null");
    }
}
