// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A piece of work that rests.
 *
 * @param calls those that succeeded or failed, in their order
 * @param whole whether these are all; there is a limit to what is remembered
 */
public record FinishedRun(UUID id, Instant at, String intent, String digest, List<TracedCall> calls, boolean whole) {
    public FinishedRun {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(at, "at is null");
        Objects.requireNonNull(intent, "intent is null");
        Objects.requireNonNull(digest, "digest is null");
        calls = List.copyOf(calls);
    }

    /** What is kept of it: its successes. */
    public PastRun kept() {
        List<Integer> places = IntStream.range(0, calls.size())
                .filter(place -> calls.get(place).succeeded())
                .boxed()
                .toList();
        return new PastRun(
                id,
                at,
                intent,
                digest,
                whole && places.size() == calls.size(),
                part(places).stream().map(TracedCall::step).toList());
    }

    /**
     * Some of the calls, with their flows counted anew; flows from other calls are left out.
     *
     * @param places their indexes, rising
     */
    public List<TracedCall> part(List<Integer> places) {
        Map<Integer, Integer> anew = new HashMap<>();
        List<TracedCall> part = new ArrayList<>();
        for (int place : places) {
            TracedCall call = calls.get(place);
            List<StepFlow> flows = new ArrayList<>();
            for (StepFlow flow : call.step().flows()) {
                Integer from = anew.get(flow.from());
                if (from != null) {
                    flows.add(flow.from(from));
                }
            }
            anew.put(place, part.size());
            RunStep step = call.step();
            part.add(new TracedCall(
                    new RunStep(step.tool(), step.arguments(), step.known(), flows), call.succeeded(), call.values()));
        }
        return part;
    }
}
