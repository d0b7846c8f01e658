// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import ai.casys.core.catalog.ToolKey;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * The calls of one piece of work while it lasts: at most 32, then it is known not to be whole. Values live here until the
 * work rests, at most 8,000 characters of them. Used by the one thread that learns.
 */
public final class RunTrace {

    private static final int MOST_CALLS = 32;
    private static final int MOST_ARGUMENTS = 32;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_VALUE = 1_000;
    private static final int MOST_CHARACTERS = 8_000;
    private static final int MOST_FLOWS = 16;
    private static final int MOST_ORIGINS = 1_000;
    private static final int MOST_SUPPLIED = 2_000;
    private static final int MOST_INTENTS = 8;
    private static final int LONGEST_INTENT = 1_000;

    private record Origin(int step, Spot spot) {}

    /**
     * What one call was, as far as it is known.
     *
     * @param sent the telling values of the arguments, by their fingerprints
     * @param came those of the result; empty if it failed
     * @param declared flows that whoever made the call knows of, by the tools that the values came from
     */
    public record Seen(
            ToolKey tool,
            boolean succeeded,
            Instant at,
            Optional<RawJson> arguments,
            Map<Long, Spot> sent,
            Map<Long, Spot> came,
            List<Declared> declared) {}

    /** A flow that is known from the definition of a run. */
    public record Declared(ToolKey from, String output, String argument) {}

    private final UUID id = UUID.randomUUID();
    private final ValueMarks marks;
    private final List<TracedCall> calls = new ArrayList<>();
    private final Map<Long, Origin> origins = new LinkedHashMap<>();
    private final Set<Long> supplied = new HashSet<>();
    private final Map<ToolKey, Integer> latest = new HashMap<>();
    private final Set<String> intents = new LinkedHashSet<>();
    private String digest = "";
    private int characters;
    private boolean cut;
    private Instant last = Instant.EPOCH;

    /** @param marks of this tenant */
    public RunTrace(ValueMarks marks) {
        this.marks = marks;
    }

    /** Adds what the work is for, as far as it is known. */
    public void intent(String intent, String digestOfIt) {
        if (intents.size() < MOST_INTENTS && intents.add(intent) && digest.isEmpty()) {
            digest = digestOfIt;
        }
    }

    /** Says that a call was made of which too little is known. */
    public void cut() {
        cut = true;
    }

    /** Adds a call that succeeded or failed. */
    public void add(Seen call) {
        if (calls.size() >= MOST_CALLS) {
            cut = true;
            return;
        }
        int place = calls.size();
        Set<StepFlow> flows = new LinkedHashSet<>();
        call.declared().forEach(flow -> {
            Integer from = latest.get(flow.from());
            if (from != null) {
                flows.add(new StepFlow(from, flow.output(), pointer(flow.output()), flow.argument()));
            }
        });
        call.sent().forEach((value, spot) -> {
            Origin origin = origins.get(value);
            if (origin != null) {
                flows.add(new StepFlow(
                        origin.step(), origin.spot().place(), origin.spot().pointer(), spot.place()));
            } else if (supplied.size() < MOST_SUPPLIED) {
                supplied.add(value);
            }
        });
        Map<String, ArgumentSketch> sketches = new HashMap<>();
        Map<String, String> values = new HashMap<>();
        boolean known = call.arguments().isPresent() && sketch(call.arguments().get(), sketches, values);
        RunStep step = new RunStep(
                call.tool(), sketches, known, flows.stream().limit(MOST_FLOWS).toList());
        calls.add(new TracedCall(step, call.succeeded(), values));
        last = call.at().isAfter(last) ? call.at() : last;
        if (call.succeeded()) {
            latest.put(call.tool(), place);
            remember(place, call);
        }
    }

    /** What the caller has said itself is no result, even if a server repeats it. */
    private void remember(int place, Seen call) {
        call.came().forEach((value, spot) -> {
            if (!supplied.contains(value) && !call.sent().containsKey(value)) {
                origins.putIfAbsent(value, new Origin(place, spot));
            }
        });
        Iterator<Long> oldest = origins.keySet().iterator();
        while (origins.size() > MOST_ORIGINS) {
            oldest.next();
            oldest.remove();
        }
    }

    private boolean sketch(RawJson arguments, Map<String, ArgumentSketch> sketches, Map<String, String> values) {
        JsonNode tree = arguments.tree();
        if (!tree.isObject() || tree.size() > MOST_ARGUMENTS) {
            return false;
        }
        for (Map.Entry<String, JsonNode> argument : tree.properties()) {
            String name = argument.getKey();
            if (name.isBlank() || name.length() > LONGEST_NAME) {
                return false;
            }
            JsonNode value = argument.getValue();
            String json = CanonicalJson.of(value);
            boolean kept = json.length() <= LONGEST_VALUE && !Secrecy.isPossible(name, value);
            sketches.put(name, new ArgumentSketch(CanonicalJson.type(value), kept ? marks.of(json) : ""));
            if (kept && characters + json.length() <= MOST_CHARACTERS) {
                characters += json.length();
                values.put(name, json);
            }
        }
        return true;
    }

    /** A place that names no element of an array and nothing that could be data is exact. */
    private static Optional<String> pointer(String place) {
        if (place.isEmpty()) {
            return Optional.of("");
        }
        boolean exact = place.chars().noneMatch(character -> "[]*~/".indexOf(character) >= 0);
        return exact ? Optional.of("/" + place.replace('.', '/')) : Optional.empty();
    }

    /** How many calls succeeded. */
    public long successes() {
        return calls.stream().filter(TracedCall::succeeded).count();
    }

    /** What the work was, up to now. */
    public FinishedRun finished() {
        String intent = String.join("; ", intents);
        return new FinishedRun(
                id,
                last,
                intent.length() <= LONGEST_INTENT ? intent : intent.substring(0, LONGEST_INTENT),
                digest,
                calls,
                !cut);
    }
}
