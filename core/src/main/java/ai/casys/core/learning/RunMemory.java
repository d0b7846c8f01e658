// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.learning.capability.CapabilityMemory;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.runs.CanonicalJson;
import ai.casys.core.learning.runs.FinishedRun;
import ai.casys.core.learning.runs.PastRun;
import ai.casys.core.learning.runs.PastRuns;
import ai.casys.core.learning.runs.RunSteps;
import ai.casys.core.learning.runs.RunTrace;
import ai.casys.core.learning.runs.ValueMarks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The newest runs of one tenant, and the capabilities that came of them. A run is remembered once its work rests and at
 * least two of its calls succeeded. Used by the one thread that learns.
 */
final class RunMemory {

    /** Beyond that a run is not remembered: its places and arguments have names as long as they may be. */
    private static final int MOST_TEXT = 60_000;

    private static final double LEAST_WEIGHT = 1e-6;

    private final Decay decay;
    private final ValueMarks marks;
    private final Counted<UUID, PastRun> runs;
    private final CapabilityMemory capabilities;
    private long revision;

    /**
     * @param catalog the tools that are offered now
     * @param marks of this tenant
     */
    RunMemory(
            LearnedState state,
            Decay decay,
            LearningLimits limits,
            Supplier<CatalogSnapshot> catalog,
            ValueMarks marks) {
        this.decay = decay;
        this.marks = marks;
        runs = new Counted<>(
                limits.runs(), (_, newer) -> newer, (run, _) -> run.at().toEpochMilli());
        capabilities = new CapabilityMemory(limits.capabilities(), decay, catalog, marks);
        capabilities.load(state.capabilities());
        state.runs().stream().sorted(Comparator.comparing(PastRun::at)).forEach(run -> {
            runs.load(run.id(), run);
            capabilities.know(run);
        });
    }

    /** For a piece of work that begins. */
    RunTrace trace() {
        return new RunTrace(marks);
    }

    /** A piece of work rests; whether anything was learned from it. */
    boolean rested(RunTrace trace) {
        if (trace.successes() == 0) {
            return false;
        }
        FinishedRun finished = trace.finished();
        capabilities.observe(finished);
        PastRun run = finished.kept();
        if (run.steps().size() > 1
                && CanonicalJson.inOrder(RunSteps.json(run.steps())).length() <= MOST_TEXT) {
            runs.add(run.id(), run);
            runs.forgetWeakest(run.at());
        }
        revision++;
        return true;
    }

    /** @param open what is under way */
    PastRuns past(Instant now, Collection<RunTrace> open) {
        List<PastRun> all = new ArrayList<>(runs.all().values());
        long under = 0;
        for (RunTrace trace : open) {
            if (trace.successes() > 1) {
                all.add(trace.finished().kept());
                under += trace.successes();
            }
        }
        return new PastRuns(
                revision * 31 + under,
                all.stream()
                        .sorted(Comparator.comparing(PastRun::at).reversed().thenComparing(PastRun::id))
                        .map(run -> new PastRuns.Weighed(run, Math.max(LEAST_WEIGHT, decay.left(run.at(), now))))
                        .toList());
    }

    CapabilityMemory capabilities() {
        return capabilities;
    }

    int pending() {
        return runs.pending() + capabilities.pending();
    }

    LearnedChanges.Runs takeChanges() {
        return new LearnedChanges.Runs(
                List.copyOf(runs.takeAdded().values()),
                runs.takeForgotten(),
                capabilities.takeChanges(),
                capabilities.takeForgotten());
    }

    void giveBack(LearnedChanges.Runs changes) {
        Map<UUID, PastRun> unwritten = new HashMap<>();
        changes.runs().forEach(run -> unwritten.put(run.id(), run));
        runs.giveBack(unwritten, changes.forgottenRuns());
        capabilities.giveBack(changes.capabilities(), changes.forgottenCapabilities());
    }
}
