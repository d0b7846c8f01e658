// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.util.Optional;

/** Hears how far a call has come; called in order, never after the call's result. */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener NONE = (progress, total, message) -> {};

    /**
     * One step forward.
     *
     * @param progress grows with each call
     * @param total the end of the scale, if known
     */
    void progressed(double progress, Optional<Double> total, Optional<String> message);
}
