// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.runs.ArgumentSketch;
import ai.casys.core.learning.runs.FinishedRun;
import ai.casys.core.learning.runs.PastRun;
import ai.casys.core.learning.runs.RunStep;
import ai.casys.core.learning.runs.TracedCall;
import ai.casys.core.learning.runs.ValueMarks;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The capabilities of one tenant, and what was seen once and could become one. Only what succeeded makes a capability or
 * speaks for one; what failed speaks against those that begin the same way. Used by the one thread that learns.
 */
public final class CapabilityMemory {

    /** So many runs must have done it before it becomes active by itself. */
    private static final int RUNS_TO_TRUST = 3;

    /** So many failures on end, or in all if there are fewer successes, end it. */
    private static final int FAILURES_TO_DEMOTE = 3;

    private static final int MOST_SEEN_ONCE = 2_000;

    /** A sequence that was seen once. */
    private record First(UUID run, Instant at, List<RunStep> steps) {}

    private final int limit;
    private final Decay decay;
    private final Supplier<CatalogSnapshot> catalog;
    private final ValueMarks marks;
    private final Map<String, Capability> all = new LinkedHashMap<>();
    private final Map<String, Set<String>> byBeginning = new HashMap<>();
    private final Map<String, First> seenOnce = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, CapabilityChange> changes = new LinkedHashMap<>();
    private final Set<String> forgotten = new HashSet<>();

    /**
     * @param limit of capabilities; candidates go first
     * @param catalog the tools that are offered now
     * @param marks of the tenant
     */
    public CapabilityMemory(int limit, Decay decay, Supplier<CatalogSnapshot> catalog, ValueMarks marks) {
        this.limit = limit;
        this.decay = decay;
        this.catalog = catalog;
        this.marks = marks;
    }

    /** Adds what is stored. Of two with the same name, from two processes, the younger one gets another. */
    public void load(Collection<Capability> stored) {
        stored.stream()
                .sorted(Comparator.comparing(Capability::created).thenComparing(Capability::structure))
                .forEach(capability -> keep(
                        isTaken(capability.name())
                                ? capability.called(CapabilityNames.of(
                                        capability.definition().tools(), this::isTaken))
                                : capability));
    }

    /** Adds an earlier run, whose sequences may be seen again. */
    public void know(PastRun run) {
        if (!run.clean()) {
            return;
        }
        List<TracedCall> calls = run.steps().stream()
                .map(step -> new TracedCall(step, true, Map.of()))
                .toList();
        FinishedRun finished = new FinishedRun(run.id(), run.at(), run.intent(), run.digest(), calls, true);
        for (List<TracedCall> part : Procedures.of(finished).succeeded()) {
            List<RunStep> steps = steps(part);
            String structure = Structure.of(steps);
            if (!all.containsKey(structure)) {
                seenOnce.put(structure, new First(run.id(), run.at(), steps));
            }
        }
    }

    /** Learns from a run. */
    public void observe(FinishedRun run) {
        Procedures procedures = Procedures.of(run);
        Set<Object> done = new HashSet<>();
        for (List<TracedCall> part : procedures.succeeded()) {
            List<RunStep> steps = steps(part);
            String structure = Structure.of(steps);
            // The same thing done twice in one run, as in a loop that waits, says no more than once.
            if (done.add(List.of(structure, arguments(steps)))) {
                succeeded(run, structure, part);
            }
        }
        Set<String> failed = new HashSet<>();
        for (List<TracedCall> part : procedures.failed()) {
            failed.addAll(byBeginning.getOrDefault(Structure.of(steps(part)), Set.of()));
        }
        failed.forEach(structure -> failed(structure, run.at()));
        forgetWeakest(run.at());
    }

    private void succeeded(FinishedRun run, String structure, List<TracedCall> part) {
        Capability known = all.get(structure);
        if (known == null) {
            seenAgain(run, structure, part);
            return;
        }
        Capability counted = target(known);
        if (counted.state() == CapabilityState.RETIRED) {
            return;
        }
        Capability now = counted.seenAt(new Sighting(run.id(), run.at()), decay);
        if (counted.structure().equals(structure)) {
            now = generalisation().refined(now.definition(), part).map(now::as).orElse(now);
        }
        changed(counted, judged(now), Tally.success(run.at()));
    }

    private void seenAgain(FinishedRun run, String structure, List<TracedCall> part) {
        First first = seenOnce.get(structure);
        First latest = new First(run.id(), run.at(), steps(part));
        Optional<Definition> definition =
                first == null ? Optional.empty() : generalisation().first(first.steps(), part);
        if (first == null || definition.isEmpty() || isFull()) {
            seenOnce.put(structure, latest);
            if (seenOnce.size() > MOST_SEEN_ONCE) {
                seenOnce.remove(seenOnce.keySet().iterator().next());
            }
            return;
        }
        seenOnce.remove(structure);
        Sighting earlier = new Sighting(first.run(), first.at());
        Sighting now = new Sighting(run.id(), run.at());
        boolean apart = !first.run().equals(run.id());
        Tally both = Tally.success(first.at()).plus(Tally.success(run.at()), decay);
        Capability created = new Capability(
                structure,
                CapabilityNames.of(definition.get().tools(), this::isTaken),
                1,
                CapabilityState.CANDIDATE,
                Optional.empty(),
                definition.get(),
                apart ? 2 : 1,
                apart ? List.of(now, earlier) : List.of(now),
                both,
                0,
                run.at());
        keep(created);
        note(new CapabilityChange(created, both, created.seen(), Optional.of(CapabilityState.CANDIDATE)));
    }

    private void failed(String structure, Instant at) {
        Capability known = target(require(structure));
        if (known.state() != CapabilityState.RETIRED) {
            changed(known, judged(known.failedAt(at, decay)), Tally.failure(at));
        }
    }

    /** A candidate that only reads needs no person to become active; what fails needs none to stop being it. */
    private static Capability judged(Capability capability) {
        Definition definition = capability.definition();
        Tally tally = capability.tally();
        return switch (capability.state()) {
            case CANDIDATE ->
                definition.hints().readOnly()
                                && definition.isConnected()
                                && capability.seen() >= RUNS_TO_TRUST
                                && capability.failing() == 0
                        ? capability.in(CapabilityState.ACTIVE)
                        : capability;
            case ACTIVE ->
                capability.failing() >= FAILURES_TO_DEMOTE
                                || (tally.failures() >= FAILURES_TO_DEMOTE && tally.failures() > tally.successes())
                        ? capability.in(CapabilityState.DEMOTED)
                        : capability;
            case DEMOTED, RETIRED -> capability;
        };
    }

    private void changed(Capability before, Capability now, Tally added) {
        keep(now);
        note(new CapabilityChange(now, added, now.seen() - before.seen(), Optional.of(before.state())));
    }

    private void note(CapabilityChange change) {
        changes.merge(change.now().structure(), change, (older, newer) -> older.then(newer, decay));
    }

    private void keep(Capability capability) {
        if (all.put(capability.structure(), capability) == null) {
            Structure.prefixes(capability.definition().shape())
                    .forEach(beginning -> byBeginning
                            .computeIfAbsent(beginning, _ -> new HashSet<>())
                            .add(capability.structure()));
        }
        seenOnce.remove(capability.structure());
    }

    private void drop(Capability capability) {
        all.remove(capability.structure());
        Structure.prefixes(capability.definition().shape())
                .forEach(beginning -> byBeginning.computeIfPresent(beginning, (_, structures) -> {
                    structures.remove(capability.structure());
                    return structures.isEmpty() ? null : structures;
                }));
        changes.remove(capability.structure());
        forgotten.add(capability.structure());
    }

    /** Whether there is no room that a candidate could make. */
    private boolean isFull() {
        return all.size() >= limit
                && all.values().stream().noneMatch(capability -> capability.state() == CapabilityState.CANDIDATE);
    }

    private void forgetWeakest(Instant now) {
        all.values().stream()
                .filter(capability -> capability.state() == CapabilityState.CANDIDATE)
                .sorted(Comparator.comparingDouble((Capability capability) ->
                                capability.tally().at(now, decay).credit())
                        .thenComparing(Capability::structure))
                .limit(Math.max(0, all.size() - limit))
                .toList()
                .forEach(this::drop);
    }

    private Generalisation generalisation() {
        return new Generalisation(catalog.get(), marks);
    }

    private Capability target(Capability capability) {
        return capability
                .mergedInto()
                .flatMap(into -> Optional.ofNullable(all.get(into)))
                .orElse(capability);
    }

    private Capability require(String structure) {
        return Optional.ofNullable(all.get(structure)).orElseThrow();
    }

    private boolean isTaken(String name) {
        return all.values().stream().anyMatch(capability -> capability.name().equals(name));
    }

    private static List<RunStep> steps(List<TracedCall> calls) {
        return calls.stream().map(TracedCall::step).toList();
    }

    private static List<Map<String, ArgumentSketch>> arguments(List<RunStep> steps) {
        return steps.stream().map(RunStep::arguments).toList();
    }

    /** All of them, of whatever state. */
    public List<Capability> all() {
        return List.copyOf(all.values());
    }

    /** What persons may decide; nothing changes until it is {@linkplain #apply applied}. */
    public CapabilityDecisions decisions() {
        return new CapabilityDecisions(all(), decay);
    }

    /** Takes what a person decided, after it was written. */
    public void apply(List<CapabilityChange> decided) {
        decided.forEach(change -> keep(change.now()));
    }

    /** How much is to be written. */
    public int pending() {
        return changes.size() + forgotten.size();
    }

    /** What is to be written; counts as written from now on. */
    public List<CapabilityChange> takeChanges() {
        List<CapabilityChange> taken = List.copyOf(changes.values());
        changes.clear();
        return taken;
    }

    /** The structures whose rows are to go; count as gone from now on. */
    public Set<String> takeForgotten() {
        Set<String> taken = Set.copyOf(forgotten);
        forgotten.clear();
        return taken;
    }

    /** Writing failed: it is still to be done. */
    public void giveBack(List<CapabilityChange> unwritten, Set<String> undeleted) {
        Map<String, CapabilityChange> newer = new LinkedHashMap<>(changes);
        changes.clear();
        unwritten.forEach(this::note);
        newer.values().forEach(this::note);
        forgotten.addAll(undeleted);
    }
}
