// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.runs.PastRun;
import ai.casys.core.learning.runs.PastRuns;
import ai.casys.core.learning.runs.RunStep;
import ai.casys.core.learning.runs.StepFlow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The tools that served each past intent together, to be found by how alike intents are: those that were called for it,
 * and those of its newest run that values flowed from or to on the way. Searched exactly. Immutable; safe for any number
 * of threads.
 */
final class AlikeIntents {

    /** Of whose calls with a tool at least this share succeeded was served by it. */
    private static final double SERVED = 0.5;

    /** Knows of none. */
    static final AlikeIntents NONE = new AlikeIntents(List.of());

    private record Known(String digest, Set<ToolKey> tools, Map<String, float[]> vectors) {}

    private record Near(String digest, AlikeIntent intent) {}

    private final List<Known> intents;

    private AlikeIntents(List<Known> intents) {
        this.intents = List.copyOf(intents);
    }

    /** @param now as of when what was counted has faded */
    static AlikeIntents of(Collection<IntentRecord> records, PastRuns runs, Instant now, Decay decay) {
        Map<String, PastRun> newest = new HashMap<>();
        runs.newestFirst().forEach(run -> newest.putIfAbsent(run.run().digest(), run.run()));
        List<Known> known = new ArrayList<>();
        for (IntentRecord record : records) {
            Set<ToolKey> tools = new HashSet<>();
            for (Map.Entry<ToolKey, Tally> tool : record.tools().entrySet()) {
                if (IntentRecord.share(tool.getValue().at(now, decay)) >= SERVED) {
                    tools.add(tool.getKey());
                }
            }
            if (!tools.isEmpty()) {
                Optional.ofNullable(newest.get(record.digest())).ifPresent(run -> addLinked(tools, run.steps()));
                known.add(new Known(record.digest(), Set.copyOf(tools), record.vectors()));
            }
        }
        return new AlikeIntents(known);
    }

    /** What a run did besides, for another purpose, hangs together with none of these tools. */
    private static void addLinked(Set<ToolKey> tools, List<RunStep> steps) {
        for (int before = 0; before < tools.size(); ) {
            before = tools.size();
            for (RunStep step : steps) {
                for (StepFlow flow : step.flows()) {
                    ToolKey source = steps.get(flow.from()).tool();
                    if (tools.contains(source) || tools.contains(step.tool())) {
                        tools.add(source);
                        tools.add(step.tool());
                    }
                }
            }
        }
    }

    /**
     * The most similar first, ties by digest.
     *
     * @param vectors of the intent, of unit length, by model; may be empty, and then only the same words are alike
     * @param visible intents that only other tools served count as if they had never been, and of others only these tools
     * @param recurrence what a likeness means
     */
    List<AlikeIntent> nearest(
            String digest, Map<String, float[]> vectors, Predicate<ToolKey> visible, int limit, Recurrence recurrence) {
        Comparator<Near> leastFirst = Comparator.<Near>comparingDouble(
                        near -> near.intent().similarity())
                .thenComparing(Near::digest, Comparator.reverseOrder());
        PriorityQueue<Near> nearest = new PriorityQueue<>(leastFirst);
        for (Known known : intents) {
            double similarity = known.digest().equals(digest) ? 1 : Likeness.of(known.vectors(), vectors);
            if (similarity <= 0
                    || (nearest.size() == limit
                            && similarity < nearest.element().intent().similarity())) {
                continue;
            }
            Set<ToolKey> tools = new HashSet<>(known.tools());
            tools.removeIf(visible.negate());
            if (!tools.isEmpty()) {
                nearest.add(new Near(
                        known.digest(), new AlikeIntent(similarity, recurrence.probability(similarity), tools)));
                if (nearest.size() > limit) {
                    nearest.poll();
                }
            }
        }
        return nearest.stream().sorted(leastFirst.reversed()).map(Near::intent).toList();
    }
}
