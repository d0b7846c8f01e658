// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.EdgeKey;
import ai.casys.core.learning.graph.ToolPair;
import ai.casys.core.learning.runs.RunTrace;
import ai.casys.core.learning.weights.Choice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One piece of work: what was searched and called in a session or run until nothing happened for a while, at most for
 * two hours, since clients without session never begin another. Within it
 * everything counts once, so that a loop says no more than one call. Used by the one thread that learns.
 */
final class Work {

    private static final Duration PAUSE = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final int MOST_READ = 8;
    private static final int MOST_TOOLS = 64;
    private static final int BEFORE = 12;
    private static final int MOST_SEARCHES = 8;
    private static final int MOST_VALUES = 1_000;
    private static final int MOST_COUNTED = 2_000;

    /** @param choice present if the weights may learn from it */
    record Search(
            String intent, String digest, Map<String, float[]> vectors, Set<ToolKey> shown, Optional<Choice> choice) {}

    /** Where a value came from. */
    record Source(ToolKey tool, String output) {}

    /** What flowed into a call. */
    record Flow(Source source, String argument) {}

    private final Set<ToolKey> succeeded = new LinkedHashSet<>();
    private final Set<ToolPair> pairs = new HashSet<>();
    private final Set<EdgeKey> flows = new HashSet<>();
    private final Set<EdgeKey> failures = new HashSet<>();
    private final Deque<Search> searches = new ArrayDeque<>();
    private final Map<Long, Source> values = new LinkedHashMap<>();
    private final Map<ToolKey, Integer> read = new HashMap<>();
    private final RunTrace trace;
    private final Instant began;
    private Instant last;

    /** @param trace takes down its calls */
    Work(Instant at, RunTrace trace) {
        began = at;
        last = at;
        this.trace = trace;
    }

    RunTrace trace() {
        return trace;
    }

    /** Whether something that happens now is still the same work. */
    boolean goesOn(Instant at) {
        return Duration.between(last, at).compareTo(PAUSE) <= 0
                && Duration.between(began, at).compareTo(LONGEST) <= 0;
    }

    void touch(Instant at) {
        last = at.isAfter(last) ? at : last;
    }

    void search(Search search) {
        searches.addFirst(search);
        if (searches.size() > MOST_SEARCHES) {
            searches.removeLast();
        }
    }

    /** The latest search that showed the tool. */
    Optional<Search> searchFor(ToolKey tool) {
        return searches.stream().filter(search -> search.shown().contains(tool)).findFirst();
    }

    /** Puts the choice of a search in the place of its earlier one. */
    void replace(Search old, Search now) {
        List<Search> all = new ArrayList<>(searches);
        all.replaceAll(search -> search.equals(old) ? now : search);
        searches.clear();
        searches.addAll(all);
    }

    /** Notes that the tool succeeded; whether it is the first time. */
    boolean first(ToolKey tool) {
        return succeeded.size() < MOST_TOOLS && succeeded.add(tool);
    }

    /** The other tools that succeeded so far, the latest twelve. */
    List<ToolKey> before(ToolKey tool) {
        List<ToolKey> others =
                succeeded.stream().filter(other -> !other.equals(tool)).toList();
        return others.subList(Math.max(0, others.size() - BEFORE), others.size());
    }

    /** Whether values of one more call of the tool are worth reading. */
    boolean reads(ToolKey tool) {
        return read.size() < MOST_TOOLS && read.merge(tool, 1, Integer::sum) <= MOST_READ;
    }

    /** Whether these two are seen together for the first time, in whatever order. */
    boolean firstTogether(ToolKey from, ToolKey to) {
        return pairs.size() < MOST_COUNTED
                && !pairs.contains(new ToolPair(to, from))
                && pairs.add(new ToolPair(from, to));
    }

    boolean firstFlow(EdgeKey flow) {
        return flows.size() < MOST_COUNTED && flows.add(flow);
    }

    boolean firstFailure(EdgeKey edge) {
        return failures.size() < MOST_COUNTED && failures.add(edge);
    }

    /** Which earlier results the arguments come from; each tool and argument once. */
    List<Flow> into(ToolKey tool, Map<Long, String> arguments) {
        Set<Flow> found = new LinkedHashSet<>();
        arguments.forEach((value, argument) -> {
            Source source = values.get(value);
            if (source != null && !source.tool().equals(tool)) {
                found.add(new Flow(source, argument));
            }
        });
        return List.copyOf(found);
    }

    /** Remembers what a result held, but for what it only repeats from its arguments. */
    void remember(ToolKey tool, Map<Long, String> result, Map<Long, String> arguments) {
        Map<Long, String> fresh = new HashMap<>(result);
        fresh.keySet().removeAll(arguments.keySet());
        fresh.forEach((value, output) -> values.putIfAbsent(value, new Source(tool, output)));
        Iterator<Long> oldest = values.keySet().iterator();
        while (values.size() > MOST_VALUES) {
            oldest.next();
            oldest.remove();
        }
    }
}
