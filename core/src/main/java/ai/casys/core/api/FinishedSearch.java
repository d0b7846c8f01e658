// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One search by intent that was answered.
 *
 * @param run the session or run it was made in; empty if it stands alone, and then nothing is learned from it
 * @param intent what the caller said it wants to do
 * @param shown the tools that it was shown, best first
 * @param vectors the intent's vectors by model, if they are known; not changed by anybody afterwards
 */
public record FinishedSearch(
        Caller caller, String run, String intent, List<ShownTool> shown, Map<String, float[]> vectors, Instant at) {
    public FinishedSearch {
        Objects.requireNonNull(caller, "caller is null");
        Objects.requireNonNull(run, "run is null");
        Objects.requireNonNull(intent, "intent is null");
        shown = List.copyOf(shown);
        vectors = Map.copyOf(vectors);
        Objects.requireNonNull(at, "at is null");
    }
}
