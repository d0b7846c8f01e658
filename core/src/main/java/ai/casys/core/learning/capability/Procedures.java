// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.learning.runs.FinishedRun;
import ai.casys.core.learning.runs.RunStep;
import ai.casys.core.learning.runs.StepFlow;
import ai.casys.core.learning.runs.TracedCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The sequences in a run that could be seen again: calls that values connect, and the run as a whole.
 *
 * @param succeeded none of which has a call that failed, or one that a failed call took a value from
 * @param failed each with one call that failed, at its end; a call that succeeded when it was made again did not fail
 */
record Procedures(List<List<TracedCall>> succeeded, List<List<TracedCall>> failed) {

    /** The longest sequence that becomes a capability. */
    static final int MOST_STEPS = 12;

    static Procedures of(FinishedRun run) {
        List<TracedCall> calls = run.calls();
        Set<Integer> failures = failures(calls);
        List<List<TracedCall>> succeeded = new ArrayList<>();
        Set<List<Integer>> taken = new HashSet<>();
        for (List<Integer> component :
                components(calls, place -> calls.get(place).succeeded())) {
            boolean blemished = failures.stream()
                    .anyMatch(failure -> calls.get(failure).step().flows().stream()
                            .anyMatch(flow -> component.contains(flow.from())));
            if (!blemished && taken.add(component)) {
                add(run.part(component), succeeded);
            }
        }
        List<Integer> all = successes(calls, calls.size());
        if (run.whole() && failures.isEmpty() && isVaried(calls, all) && taken.add(all)) {
            add(run.part(all), succeeded);
        }
        return new Procedures(succeeded, failed(run, failures));
    }

    private static List<List<TracedCall>> failed(FinishedRun run, Set<Integer> failures) {
        List<TracedCall> calls = run.calls();
        Map<List<Integer>, List<TracedCall>> failed = new LinkedHashMap<>();
        for (int failure : failures) {
            IntPredicate upToIt = place ->
                    place == failure || (place < failure && calls.get(place).succeeded());
            components(calls, upToIt).stream()
                    .filter(component -> component.contains(failure) && component.size() > 1)
                    .forEach(component -> failed.put(component, run.part(component)));
        }
        if (run.whole() && !failures.isEmpty()) {
            int first = failures.iterator().next();
            List<Integer> before = successes(calls, first);
            before.add(first);
            failed.put(before, run.part(before));
        }
        return failed.values().stream()
                .filter(part -> part.size() > 1 && part.size() <= MOST_STEPS)
                .toList();
    }

    private static void add(List<TracedCall> part, List<List<TracedCall>> parts) {
        boolean known = part.stream().allMatch(call -> call.step().known());
        if (known && part.size() >= 2 && part.size() <= MOST_STEPS) {
            parts.add(part);
        }
    }

    /** Calls of one tool in a row, with nothing that connects them, are no procedure. */
    private static boolean isVaried(List<TracedCall> calls, List<Integer> places) {
        return places.stream()
                        .map(place -> calls.get(place).step().tool())
                        .distinct()
                        .count()
                > 1;
    }

    private static List<Integer> successes(List<TracedCall> calls, int end) {
        return IntStream.range(0, end)
                .filter(place -> calls.get(place).succeeded())
                .boxed()
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Those failures after which the same tool did not succeed with values from the same places. */
    private static Set<Integer> failures(List<TracedCall> calls) {
        Set<Integer> failures = new TreeSet<>();
        for (int place = 0; place < calls.size(); place++) {
            RunStep failed = calls.get(place).step();
            boolean mended = calls.subList(place + 1, calls.size()).stream()
                    .anyMatch(later -> later.succeeded()
                            && later.step().tool().equals(failed.tool())
                            && sources(later.step()).containsAll(sources(failed)));
            if (!calls.get(place).succeeded() && !mended) {
                failures.add(place);
            }
        }
        return failures;
    }

    private static Set<Integer> sources(RunStep step) {
        return step.flows().stream().map(StepFlow::from).collect(Collectors.toSet());
    }

    /** The calls that values connect, whichever way they went; each rising. */
    private static List<List<Integer>> components(List<TracedCall> calls, IntPredicate wanted) {
        int[] leader = IntStream.range(0, calls.size()).toArray();
        for (int place = 0; place < calls.size(); place++) {
            if (!wanted.test(place)) {
                continue;
            }
            for (int source : sources(calls.get(place).step())) {
                if (wanted.test(source)) {
                    join(leader, find(leader, source), find(leader, place));
                }
            }
        }
        Map<Integer, List<Integer>> components = new LinkedHashMap<>();
        for (int place = 0; place < calls.size(); place++) {
            if (wanted.test(place)) {
                components
                        .computeIfAbsent(find(leader, place), _ -> new ArrayList<>())
                        .add(place);
            }
        }
        return components.values().stream().filter(part -> part.size() > 1).toList();
    }

    private static void join(int[] leader, int one, int other) {
        leader[Math.max(one, other)] = Math.min(one, other);
    }

    private static int find(int[] leader, int place) {
        int found = place;
        while (leader[found] != found) {
            found = leader[found];
        }
        return found;
    }
}
