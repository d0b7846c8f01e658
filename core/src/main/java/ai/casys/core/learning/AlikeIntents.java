// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The tools that served each past intent together, to be found by how alike intents are. Searched exactly. Immutable; safe
 * for any number of threads.
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
    static AlikeIntents of(Collection<IntentRecord> records, Instant now, Decay decay) {
        List<Known> known = new ArrayList<>();
        for (IntentRecord record : records) {
            Set<ToolKey> tools = new HashSet<>();
            for (Map.Entry<ToolKey, Tally> tool : record.tools().entrySet()) {
                if (IntentRecord.share(tool.getValue().at(now, decay)) >= SERVED) {
                    tools.add(tool.getKey());
                }
            }
            if (!tools.isEmpty()) {
                known.add(new Known(record.digest(), Set.copyOf(tools), record.vectors()));
            }
        }
        return new AlikeIntents(known);
    }

    /**
     * The most similar first, ties by digest.
     *
     * @param vectors of the intent, of unit length, by model; may be empty, and then only the same words are alike
     * @param visible intents that only other tools served count as if they had never been, and of others only these tools
     */
    List<AlikeIntent> nearest(String digest, Map<String, float[]> vectors, Predicate<ToolKey> visible, int limit) {
        Comparator<Near> leastFirst = Comparator.<Near>comparingDouble(
                        near -> near.intent().similarity())
                .thenComparing(Near::digest, Comparator.reverseOrder());
        PriorityQueue<Near> nearest = new PriorityQueue<>(leastFirst);
        for (Known known : intents) {
            double similarity = known.digest().equals(digest) ? 1 : similarity(vectors, known.vectors());
            if (similarity <= 0
                    || (nearest.size() == limit
                            && similarity < nearest.element().intent().similarity())) {
                continue;
            }
            Set<ToolKey> tools = new HashSet<>(known.tools());
            tools.removeIf(visible.negate());
            if (!tools.isEmpty()) {
                nearest.add(new Near(known.digest(), new AlikeIntent(similarity, tools)));
                if (nearest.size() > limit) {
                    nearest.poll();
                }
            }
        }
        return nearest.stream().sorted(leastFirst.reversed()).map(Near::intent).toList();
    }

    /** The mean over the models that both were read by, at most 1; 0 if there is none. */
    private static double similarity(Map<String, float[]> one, Map<String, float[]> other) {
        double sum = 0;
        int models = 0;
        for (Map.Entry<String, float[]> entry : one.entrySet()) {
            float[] theirs = other.get(entry.getKey());
            if (theirs != null && theirs.length == entry.getValue().length) {
                for (int place = 0; place < theirs.length; place++) {
                    sum += entry.getValue()[place] * theirs[place];
                }
                models++;
            }
        }
        return models == 0 ? 0 : Math.min(1, sum / models);
    }
}
