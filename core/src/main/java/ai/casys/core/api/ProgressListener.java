// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        put(params, "progress", progress);
        total.ifPresent(end -> put(params, "total", end));
        message.ifPresent(text -> params.put("message", text));
        progressed(RawJson.of(params));
    }

    private static void put(ObjectNode params, String name, double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            params.put(name, (long) value);
            return;
        }
        params.put(name, value);
    }
}
