// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.api.Caller;
import java.util.List;

/** What finished runs taught, as far as one caller may know of it. Implementations are safe for any number of threads. */
@FunctionalInterface
public interface RunHistory {

    /** Nothing has run yet. */
    RunHistory NONE = _ -> new Lessons(0, List.of());

    /** What is known now. */
    Lessons lessons(Caller caller);

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
