// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.api.Caller;
import ai.casys.core.catalog.CatalogTool;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What finished runs taught, as far as one caller may know of it. Implementations are safe for any number of threads. */
@FunctionalInterface
public interface RunHistory {

    /** Enough to tell what is usual for an intent. */
    int ALIKE = 10;

    /** Nothing has run yet. */
    RunHistory NONE = _ -> new Lessons(0, List.of());

    /** What is known now. */
    Lessons lessons(Caller caller);

    /**
     * What served the past intents that are most like one, the most similar first; at most {@value #ALIKE}.
     *
     * @param vectors the intent's, by model; without them only the same words are alike
     * @param visible what the caller may see; the answer is as if there had never been other tools
     */
    default List<PastChoice> alike(
            Caller caller, String intent, Map<String, float[]> vectors, Predicate<CatalogTool> visible) {
        return List.of();
    }

    /**
     * @param revision changes whenever the runs do
     * @param runs at most a few thousand, newest first
     */
    record Lessons(long revision, List<ObservedRun> runs) {
        public Lessons {
            runs = List.copyOf(runs);
        }
    }
}
