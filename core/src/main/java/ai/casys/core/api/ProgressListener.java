// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import java.util.Optional;

/** Hears how far a call has come; called in order, never after the call's result. */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener NONE = params -> {};

    /**
     * One step forward.
     *
     * @param params the parameters of {@code notifications/progress} as the callee wrote them; its progress token is not
     *     the caller's
     */
    void progressed(RawJson params);

    /**
     * One step forward, for a callee that writes no JSON.
     *
     * @param progress grows with each call
     * @param total the end of the scale, if known
     */
    default void progressed(double progress, Optional<Double> total, Optional<String> message) {
        RawObject params = RawObject.EMPTY.with("progress", number(progress));
        if (total.isPresent()) {
            params = params.with("total", number(total.get()));
        }
        if (message.isPresent()) {
            params = params.with("message", message.get());
        }
        progressed(params.toRawJson());
    }

    private static RawJson number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return RawJson.parse(whole ? Long.toString((long) value) : Double.toString(value));
    }
}
