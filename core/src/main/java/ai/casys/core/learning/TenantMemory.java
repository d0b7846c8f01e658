// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.FinishedSearch;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.capability.CapabilityMemory;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.EdgeKey;
import ai.casys.core.learning.graph.GraphParts;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.graph.ToolEdge;
import ai.casys.core.learning.graph.ToolGraph;
import ai.casys.core.learning.graph.ToolPair;
import ai.casys.core.learning.runs.PastRuns;
import ai.casys.core.learning.weights.Choice;
import ai.casys.core.learning.weights.SignalPlan;
import ai.casys.core.learning.weights.WeightLearner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What one tenant has learned, and what of it is still to be written. Success makes a tool, an edge, a past intent known
 * and strong. Failure makes what is known weaker and nothing known; a call that was withdrawn or refused is counted and
 * changes nothing else. Used by the one thread that learns.
 */
final class TenantMemory {

    private static final int MOST_SHOWN = 50;

    /** What somebody says counts as much as so many calls, and that more than all that speaks against it. */
    private static final double SAID = 3;

    private final Decay decay;
    private final LearningLimits limits;
    private final IntentVectors vectors;
    private final Fingerprints fingerprints;
    private final Counted<ToolKey, ToolRecord> tools;
    private final Counted<EdgeKey, Tally> edges;
    private final Counted<String, IntentRecord> intents;
    private final Counted<UUID, Choice> choices;
    private final RunMemory runs;
    private final Map<String, Work> works = new LinkedHashMap<>(16, 0.75f, true);

    /** A memory that makes no capabilities, since it knows no tools. */
    TenantMemory(
            LearnedState state, Decay decay, LearningLimits limits, IntentVectors vectors, Fingerprints fingerprints) {
        this(
                state,
                decay,
                limits,
                vectors,
                fingerprints,
                new RunMemory(state, decay, limits, () -> CatalogSnapshot.EMPTY, json -> json));
    }

    TenantMemory(
            LearnedState state,
            Decay decay,
            LearningLimits limits,
            IntentVectors vectors,
            Fingerprints fingerprints,
            RunMemory runs) {
        this.runs = runs;
        this.decay = decay;
        this.limits = limits;
        this.vectors = vectors;
        this.fingerprints = fingerprints;
        tools = new Counted<>(
                limits.tools(),
                (one, other) -> one.plus(other, decay),
                (record, now) -> record.at(now, decay).calls().successes());
        edges = new Counted<>(
                limits.edges(),
                (one, other) -> one.plus(other, decay),
                (tally, now) -> tally.at(now, decay).credit());
        intents = new Counted<>(
                limits.intents(), (one, other) -> one.plus(other, decay), (record, now) -> record.strength(now, decay));
        choices = new Counted<>(
                limits.choices(),
                (_, newer) -> newer,
                (choice, _) -> choice.at().toEpochMilli());
        state.tools().forEach(tools::load);
        state.edges().forEach(edges::load);
        state.intents().forEach(intents::load);
        state.choices().forEach(choice -> choices.load(choice.id(), choice));
    }

    void searched(FinishedSearch search) {
        if (search.run().isEmpty()) {
            return;
        }
        Map<ToolKey, List<Double>> shown = new LinkedHashMap<>();
        search.shown().stream()
                .limit(MOST_SHOWN)
                .forEach(tool -> shown.putIfAbsent(HeardCall.key(tool.tool()), tool.signals()));
        boolean weighed = shown.values().stream().noneMatch(List::isEmpty) && shown.size() > 1;
        Optional<Choice> choice = weighed
                ? Optional.of(new Choice(
                        UUID.randomUUID(),
                        search.at(),
                        shown.entrySet().stream()
                                .map(tool -> new Choice.Shown(tool.getKey(), tool.getValue(), false))
                                .toList()))
                : Optional.empty();
        work(search.caller().user() + "\n" + search.run(), search.at())
                .search(new Work.Search(
                        search.intent(), IntentDigest.of(search.intent()), search.vectors(), shown.keySet(), choice));
    }

    void finished(FinishedCall call, CallOutcome outcome) {
        ToolKey tool = HeardCall.key(call.tool());
        Instant at = call.at();
        switch (outcome) {
            case SUCCEEDED -> succeeded(call, tool);
            case FAILED -> failed(call, tool);
            case CANCELLED -> tools.add(tool, ToolRecord.cancellation(at));
            case REFUSED -> tools.add(tool, ToolRecord.refusal(at));
        }
        forgetWeakest(at);
    }

    private void succeeded(FinishedCall call, ToolKey tool) {
        Instant at = call.at();
        if (call.run().isEmpty()) {
            tools.add(tool, ToolRecord.success(at, call.latency(), true));
            call.intent().ifPresent(intent -> served(IntentDigest.of(intent), intent, Map.of(), tool, at));
            return;
        }
        Work work = work(call.caller().user() + "\n" + call.run(), at);
        HeardCall heard = HeardCall.of(call, CallOutcome.SUCCEEDED, work, fingerprints);
        List<ToolKey> before = heard.preceding(work);
        tools.add(tool, ToolRecord.success(at, call.latency(), work.first(tool)));
        for (ToolKey earlier : before) {
            if (work.firstTogether(earlier, tool)) {
                edges.add(EdgeKey.sequence(earlier, tool), Tally.success(at));
            }
        }
        for (EdgeKey flow : heard.flows(work)) {
            if (work.firstFlow(flow)) {
                edges.add(flow, Tally.success(at));
            }
        }
        heard.remember(work);
        Optional<Work.Search> search = work.searchFor(tool);
        call.intent()
                .or(() -> search.map(Work.Search::intent))
                .ifPresent(intent -> work.trace().intent(intent, IntentDigest.of(intent)));
        heard.trace(work, true);
        if (call.intent().isPresent()) {
            String intent = call.intent().get();
            served(IntentDigest.of(intent), intent, Map.of(), tool, at);
        } else {
            search.ifPresent(found -> served(found.digest(), found.intent(), found.vectors(), tool, at));
        }
        search.ifPresent(found -> found.choice().ifPresent(choice -> {
            Choice chosen = choice.chosen(tool);
            choices.add(chosen.id(), chosen);
            work.replace(
                    found,
                    new Work.Search(
                            found.intent(), found.digest(), found.vectors(), found.shown(), Optional.of(chosen)));
        }));
    }

    private void served(String digest, String intent, Map<String, float[]> known, ToolKey tool, Instant at) {
        boolean seen =
                intents.get(digest).map(record -> !record.vectors().isEmpty()).orElse(false);
        Map<String, float[]> all = seen ? Map.of() : known.isEmpty() ? vectors.of(intent) : known;
        intents.add(digest, new IntentRecord(digest, Map.of(tool, Tally.success(at)), all, at));
    }

    /** What comes on top when somebody says which tool is right for an intent, or wrong. Nothing is learned by asking. */
    IntentRecord said(Verdict verdict, Instant now) {
        String digest = IntentDigest.of(verdict.intent());
        Optional<IntentRecord> known = intents.get(digest);
        Tally before = known.map(record -> record.tools().get(verdict.tool()))
                .map(tally -> tally.at(now, decay))
                .orElse(new Tally(0, 0, now));
        Tally said = verdict.right()
                ? new Tally(SAID * (1 + before.failures()), 0, now)
                : new Tally(0, SAID * (1 + before.successes()), now);
        Map<String, float[]> found =
                known.map(IntentRecord::vectors).orElse(Map.of()).isEmpty() ? vectors.of(verdict.intent()) : Map.of();
        return new IntentRecord(digest, Map.of(verdict.tool(), said), found, now);
    }

    /** Learns what was said, once it is written. Says nothing of the tool itself. */
    void told(IntentRecord said, Instant now) {
        intents.written(said.digest(), said);
        forgetWeakest(now);
    }

    private void failed(FinishedCall call, ToolKey tool) {
        Instant at = call.at();
        tools.add(tool, ToolRecord.failure(at));
        Optional<String> digest = call.intent().map(IntentDigest::of);
        if (!call.run().isEmpty()) {
            Work work = work(call.caller().user() + "\n" + call.run(), at);
            List<EdgeKey> concerned = new ArrayList<>();
            HeardCall heard = HeardCall.of(call, CallOutcome.FAILED, work, fingerprints);
            heard.preceding(work).forEach(earlier -> concerned.add(EdgeKey.sequence(earlier, tool)));
            concerned.addAll(heard.flows(work));
            heard.trace(work, false);
            for (EdgeKey edge : concerned) {
                if (edges.get(edge).isPresent() && work.firstFailure(edge)) {
                    edges.add(edge, Tally.failure(at));
                }
            }
            digest = digest.or(() -> work.searchFor(tool).map(Work.Search::digest));
        }
        digest.filter(known -> intents.get(known)
                        .map(record -> record.tools().containsKey(tool))
                        .orElse(false))
                .ifPresent(known -> intents.add(
                        known, new IntentRecord(known, Map.of(tool, Tally.failure(at)), Map.of(), Instant.EPOCH)));
    }

    private Work work(String key, Instant at) {
        Work work = works.get(key);
        if (work == null || !work.goesOn(at)) {
            if (work != null) {
                runs.rested(work.trace());
            }
            work = new Work(at, runs.trace());
            works.put(key, work);
            if (works.size() > limits.works()) {
                Work eldest = works.values().iterator().next();
                works.values().remove(eldest);
                runs.rested(eldest.trace());
            }
        }
        work.touch(at);
        return work;
    }

    /** Learns from the pieces of work that rest; whether there was anything to learn. */
    boolean rest(Instant now) {
        return rest(work -> !work.goesOn(now));
    }

    /** Takes everything that is under way for finished. */
    void restAll() {
        rest(_ -> true);
    }

    private boolean rest(Predicate<Work> resting) {
        List<Work> done = works.values().stream().filter(resting).toList();
        works.values().removeAll(done);
        boolean learned = false;
        for (Work work : done) {
            learned |= runs.rested(work.trace());
        }
        return learned;
    }

    /** Whether any piece of work has not been learned from as a whole. */
    boolean hasWork() {
        return !works.isEmpty();
    }

    CapabilityMemory capabilities() {
        return runs.capabilities();
    }

    /** Whether no piece of work is under way. */
    boolean isResting(Instant now) {
        return works.values().stream().noneMatch(work -> work.goesOn(now));
    }

    private void forgetWeakest(Instant now) {
        tools.forgetWeakest(now);
        edges.forgetWeakest(now);
        intents.forgetWeakest(now);
        choices.forgetWeakest(now);
    }

    /** How much is to be written. */
    int pending() {
        return tools.pending() + edges.pending() + intents.pending() + choices.pending() + runs.pending();
    }

    /** What is to be written; counts as written from now on. */
    LearnedChanges takeChanges() {
        return new LearnedChanges(
                tools.takeAdded(),
                edges.takeAdded(),
                intents.takeAdded(),
                List.copyOf(choices.takeAdded().values()),
                tools.takeForgotten(),
                edges.takeForgotten(),
                intents.takeForgotten(),
                choices.takeForgotten(),
                runs.takeChanges());
    }

    /** Writing failed: it is still to be done. */
    void giveBack(LearnedChanges changes) {
        tools.giveBack(changes.tools(), changes.forgottenTools());
        edges.giveBack(changes.edges(), changes.forgottenEdges());
        intents.giveBack(changes.intents(), changes.forgottenIntents());
        choices.giveBack(
                changes.choices().stream().collect(Collectors.toMap(Choice::id, choice -> choice)),
                changes.forgottenChoices());
        runs.giveBack(changes.runs());
    }

    /** What ranking needs, as of now. */
    LearnedSnapshot snapshot(Instant now, Map<ToolPair, Double> prior, SignalPlan plan) {
        Map<ToolKey, Double> uses = new HashMap<>();
        Map<ToolKey, Reliability> reliabilities = new HashMap<>();
        tools.all().forEach((tool, record) -> {
            reliabilities.put(tool, Reliability.of(record, now, decay));
            double left = record.at(now, decay).uses();
            if (left > 0) {
                uses.put(tool, left);
            }
        });
        List<ToolEdge> known = new ArrayList<>();
        edges.all().forEach((edge, tally) -> known.add(new ToolEdge(edge, tally.at(now, decay))));
        PastRuns past = runs.past(now, works.values().stream().map(Work::trace).toList());
        return new LearnedSnapshot(
                new ToolGraph(new GraphParts(uses, known, prior)),
                PastIntents.of(intents.all().values(), now, decay),
                AlikeIntents.of(intents.all().values(), past, now, decay),
                reliabilities,
                WeightLearner.learn(plan, List.copyOf(choices.all().values())),
                past,
                runs.capabilities().all());
    }
}
