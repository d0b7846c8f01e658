// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.Caller;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.FinishedSearch;
import ai.casys.core.api.KnownFlow;
import ai.casys.core.api.ShownTool;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.FixedTools;
import ai.casys.core.discovery.SearchScope;
import ai.casys.core.discovery.plan.Edge;
import ai.casys.core.discovery.plan.ObservedRun;
import ai.casys.core.discovery.plan.PastChoice;
import ai.casys.core.discovery.plan.PlanTrial;
import ai.casys.core.discovery.plan.RunHistory;
import ai.casys.core.learning.Learning;
import ai.casys.shared.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lives through labelled intents as a client would: each is searched for, with what was learned until then, and its tools
 * are called with success, in their order, each saying what it is for; known flows are those of the labels. For one thread.
 */
final class Replay {

    private static final Instant WHEN = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LONGEST_AGO = Duration.ofSeconds(20);
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final int SHOWN = 10;
    private static final int DEPTH = 50;
    private static final int SETTLE_EVERY = 10;

    private final Dataset dataset;
    private final Map<ToolKey, String> ids;
    private final FixedTools tools;
    private final Learning learning;
    private final List<ObservedRun> runs = new ArrayList<>();
    private int calls;

    Replay(Dataset dataset, Map<ToolKey, String> ids, FixedTools tools, Learning learning) {
        this.dataset = dataset;
        this.ids = ids;
        this.tools = tools;
        this.learning = learning;
    }

    /** Forgets everything. */
    void begin() {
        learning.erase(TenantId.LOCAL);
        learning.settled(TenantId.LOCAL);
        runs.clear();
        calls = 0;
    }

    /** Calls that were made since the beginning. */
    int calls() {
        return calls;
    }

    void live(LabelledIntent intent) {
        String run = "run" + runs.size();
        // One after another, as the order counts, and all of late: an old choice would not be learned from.
        Instant when = WHEN.minus(LONGEST_AGO).plusMillis(runs.size());
        FixedTools.Answer answer = tools.search(intent.query(), scope(), SHOWN);
        learning.searched(new FinishedSearch(
                Caller.LOCAL,
                run,
                intent.query(),
                answer.hits().stream()
                        .map(hit -> new ShownTool(address(hit.tool().key()), hit.evidence()))
                        .toList(),
                answer.vectors(),
                when));
        for (String id : ordered(intent)) {
            learning.finished(new FinishedCall(
                    Caller.LOCAL,
                    run,
                    Optional.of(intent.query()),
                    address(key(id)),
                    CallOutcome.SUCCEEDED,
                    LATENCY,
                    when,
                    Optional.empty(),
                    flows(intent, id),
                    Optional.empty(),
                    Optional.empty()));
            calls++;
        }
        runs.addFirst(new ObservedRun(intent.query(), intent.relevant(), Verdict.edges(intent), 1));
        if (runs.size() % SETTLE_EVERY == 0) {
            learning.settled(TenantId.LOCAL);
        }
    }

    /** What comes of intents now; nothing is learned from that. */
    List<Measurement.Asked> asked(List<LabelledIntent> intents) {
        learning.settled(TenantId.LOCAL);
        // Labels without an order do not say that there is none.
        PlanTrial plans = new PlanTrial(
                dataset.tools(),
                runs.stream().filter(run -> !run.edges().isEmpty()).toList());
        return intents.stream()
                .map(intent -> {
                    FixedTools.Answer answer = tools.search(intent.query(), scope(), DEPTH);
                    return Verdict.of(intent, answer.hits(), ids, plans, past(intent, answer));
                })
                .toList();
    }

    private List<PastChoice> past(LabelledIntent intent, FixedTools.Answer answer) {
        return learning
                .snapshot(TenantId.LOCAL)
                .alike(intent.query(), answer.vectors(), ids::containsKey, RunHistory.ALIKE)
                .stream()
                .map(past -> new PastChoice(
                        past.similarity(),
                        past.recurrence(),
                        past.tools().stream()
                                .map(tool -> Objects.requireNonNull(ids.get(tool)))
                                .collect(Collectors.toSet())))
                .toList();
    }

    private static SearchScope scope() {
        return SearchScope.of(TenantId.LOCAL, _ -> true);
    }

    /** Each tool after all that it needs, else as listed. */
    private static List<String> ordered(LabelledIntent intent) {
        List<String> ordered = new ArrayList<>();
        List<String> open = new ArrayList<>(intent.relevant());
        List<Edge> edges = List.copyOf(Verdict.edges(intent));
        while (!open.isEmpty()) {
            String next = open.stream()
                    .filter(id -> edges.stream().noneMatch(edge -> edge.to().equals(id) && open.contains(edge.from())))
                    .findFirst()
                    .orElse(open.getFirst());
            open.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private List<KnownFlow> flows(LabelledIntent intent, String id) {
        return Verdict.edges(intent).stream()
                .filter(edge -> edge.to().equals(id) && dataset.tools().containsKey(edge.from()))
                .map(edge -> new KnownFlow(address(key(edge.from())), "", ""))
                .toList();
    }

    private ToolKey key(String id) {
        CatalogTool tool = Objects.requireNonNull(dataset.tools().get(id), id);
        return tool.key();
    }

    private static ToolAddress address(ToolKey key) {
        return new ToolAddress(key.server(), key.tool());
    }
}
