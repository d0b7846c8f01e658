// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.About;
import ai.casys.core.api.EngineStatus;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The engine as its HTTP side needs it.
 *
 * @param ready whether {@code /health/ready} may say yes
 * @param stop asks the engine to end; returns at once
 */
public record EngineView(About about, BooleanSupplier ready, Supplier<EngineStatus> status, Runnable stop) {
    public EngineView {
        Objects.requireNonNull(about, "about is null");
        Objects.requireNonNull(ready, "ready is null");
        Objects.requireNonNull(status, "status is null");
        Objects.requireNonNull(stop, "stop is null");
    }
}
