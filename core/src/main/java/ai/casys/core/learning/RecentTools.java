// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.api.Caller;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.catalog.ToolKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** What the sessions and runs that are under way have just used. Safe for any number of threads. */
final class RecentTools {

    private static final int MOST_RUNS = 2_000;
    private static final int KEPT = 3;
    private static final Duration FRESH = Duration.ofMinutes(10);

    private record Run(String tenant, String user, String run) {
        static Run of(Caller caller, String run) {
            return new Run(caller.tenant().toString(), caller.user().toString(), run);
        }
    }

    private record Used(List<ToolKey> tools, Instant at) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Run, Used> runs = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Run, Used> eldest) {
            return size() > MOST_RUNS;
        }
    };

    /** A call of a run has succeeded. */
    void succeeded(FinishedCall call) {
        if (call.run().isEmpty()) {
            return;
        }
        ToolKey tool = new ToolKey(call.tool().server(), call.tool().tool());
        lock.lock();
        try {
            runs.merge(
                    Run.of(call.caller(), call.run()),
                    new Used(List.of(tool), call.at()),
                    (before, now) -> new Used(
                            Stream.concat(now.tools().stream(), before.tools().stream())
                                    .distinct()
                                    .limit(KEPT)
                                    .toList(),
                            now.at()));
        } finally {
            lock.unlock();
        }
    }

    /** The last one first; none of a run that has been quiet for ten minutes. */
    List<ToolKey> of(Caller caller, String run, Instant now) {
        lock.lock();
        try {
            Used used = runs.get(Run.of(caller, run));
            return used == null || used.at().plus(FRESH).isBefore(now) ? List.of() : used.tools();
        } finally {
            lock.unlock();
        }
    }
}
