// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.EdgeKey;
import ai.casys.core.learning.runs.RunTrace;
import ai.casys.core.learning.runs.Spot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call of a piece of work that was done, well or not, and the values that went into it and came out of it. Immutable.
 *
 * @param read whether the values were looked at; if not, what flows where is not known
 * @param sent where each value was among the arguments
 * @param came where each value was in the result
 */
record HeardCall(FinishedCall call, ToolKey tool, boolean read, Map<Long, Spot> sent, Map<Long, Spot> came) {

    private static final int MOST_FLOWS = 8;

    /** Looks at the values, as far as the piece of work still wants to know them. */
    static HeardCall of(FinishedCall call, CallOutcome outcome, Work work, Fingerprints fingerprints) {
        ToolKey tool = key(call.tool());
        if (!work.reads(tool)) {
            return new HeardCall(call, tool, false, Map.of(), Map.of());
        }
        return new HeardCall(
                call,
                tool,
                true,
                call.arguments().map(fingerprints::ofArguments).orElse(Map.of()),
                outcome == CallOutcome.SUCCEEDED
                        ? call.result().map(fingerprints::ofResult).orElse(Map.of())
                        : Map.of());
    }

    static ToolKey key(ToolAddress tool) {
        return new ToolKey(tool.server(), tool.tool());
    }

    /** The other tools that came before. */
    List<ToolKey> preceding(Work work) {
        return call.preceding()
                .map(known -> known.stream()
                        .map(HeardCall::key)
                        .filter(earlier -> !earlier.equals(tool))
                        .toList())
                .orElseGet(() -> work.before(tool));
    }

    /** The flows into it, told or seen. */
    List<EdgeKey> flows(Work work) {
        List<EdgeKey> flows = new ArrayList<>();
        call.flows().forEach(flow -> flows.add(EdgeKey.flow(key(flow.from()), tool, flow.output(), flow.argument())));
        work.into(tool, places(sent))
                .forEach(flow -> flows.add(
                        EdgeKey.flow(flow.source().tool(), tool, flow.source().output(), flow.argument())));
        return flows.stream().distinct().limit(MOST_FLOWS).toList();
    }

    /** What was not looked at ends the trace, since the rest would be without its beginning. */
    void trace(Work work, boolean succeeded) {
        if (!read) {
            work.trace().cut();
            return;
        }
        work.trace()
                .add(new RunTrace.Seen(
                        tool,
                        succeeded,
                        call.at(),
                        call.arguments(),
                        sent,
                        came,
                        call.flows().stream()
                                .map(flow -> new RunTrace.Declared(key(flow.from()), flow.output(), flow.argument()))
                                .toList()));
    }

    /** Lets later calls be found to use these values. */
    void remember(Work work) {
        if (read) {
            work.remember(tool, places(came), places(sent));
        }
    }

    private static Map<Long, String> places(Map<Long, Spot> spots) {
        Map<Long, String> places = new LinkedHashMap<>();
        spots.forEach((value, spot) -> places.put(value, spot.place()));
        return places;
    }
}
