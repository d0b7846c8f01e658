// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps and their order: a directed graph without cycles, so that whatever waits for nothing can run at once.
 *
 * @param steps at most {@value #MOST_STEPS}; each waits only for steps of the same workflow
 */
public record Workflow(List<Step> steps) {

    /** Steps at most. */
    public static final int MOST_STEPS = 200;

    /** @throws IllegalArgumentException that names the step and the rule which is broken */
    public Workflow {
        steps = List.copyOf(steps);
        if (steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "a workflow has at most " + MOST_STEPS + " steps, this one has " + steps.size());
        }
        Map<String, Step> byId = new LinkedHashMap<>();
        for (Step step : steps) {
            if (byId.put(step.id(), step) != null) {
                throw new IllegalArgumentException("two steps are called \"" + step.id() + "\"");
            }
        }
        for (Step step : steps) {
            for (String earlier : step.after()) {
                if (!byId.containsKey(earlier)) {
                    throw new IllegalArgumentException("step \"" + step.id() + "\" waits for \"" + earlier
                            + "\", which is no step of this workflow");
                }
            }
        }
        requireNoCycle(steps);
    }

    // Kahn, A. B. (1962), Topological sorting of large networks.
    private static void requireNoCycle(List<Step> steps) {
        Map<String, Integer> waitsFor = new HashMap<>();
        Map<String, List<String>> next = new HashMap<>();
        Deque<String> free = new ArrayDeque<>();
        for (Step step : steps) {
            waitsFor.put(step.id(), step.after().size());
            if (step.after().isEmpty()) {
                free.add(step.id());
            }
            for (String earlier : step.after()) {
                next.computeIfAbsent(earlier, any -> new ArrayList<>()).add(step.id());
            }
        }
        int done = 0;
        while (!free.isEmpty()) {
            done++;
            for (String later : next.getOrDefault(free.remove(), List.of())) {
                if (waitsFor.merge(later, -1, Integer::sum) == 0) {
                    free.add(later);
                }
            }
        }
        if (done < steps.size()) {
            List<String> stuck = waitsFor.entrySet().stream()
                    .filter(entry -> entry.getValue() > 0)
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
            throw new IllegalArgumentException("these steps wait for each other: " + String.join(", ", stuck));
        }
    }
}
