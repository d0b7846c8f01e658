// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.capability.Capability;
import ai.casys.core.learning.capability.CapabilityJson;
import ai.casys.core.learning.graph.EdgeKey;
import ai.casys.core.learning.graph.EdgeKind;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.runs.PastRun;
import ai.casys.core.learning.runs.RunSteps;
import ai.casys.core.learning.weights.Choice;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of a tenant as JSON lines, each with its {@code kind}. Counts are as of the line's {@code at} and fade from
 * then on. Of an intent's vectors only the models are named: they follow from the words, which are not kept.
 */
public final class LearnedLines {

    private LearnedLines() {}

    /** One JSON object each, in a fixed order. */
    public static Stream<ObjectNode> of(LearnedState state) {
        return Stream.of(
                        new TreeMap<>(state.tools()).entrySet().stream().map(row -> tool(row.getKey(), row.getValue())),
                        new TreeMap<>(state.edges()).entrySet().stream().map(row -> edge(row.getKey(), row.getValue())),
                        new TreeMap<>(state.intents()).values().stream().map(LearnedLines::intent),
                        state.choices().stream()
                                .sorted(Comparator.comparing(Choice::at).thenComparing(Choice::id))
                                .map(LearnedLines::choice),
                        state.runs().stream()
                                .sorted(Comparator.comparing(PastRun::at).thenComparing(PastRun::id))
                                .map(LearnedLines::run),
                        state.capabilities().stream()
                                .sorted(Comparator.comparing(Capability::name).thenComparing(Capability::structure))
                                .map(LearnedLines::capability))
                .flatMap(lines -> lines);
    }

    private static ObjectNode tool(ToolKey tool, ToolRecord record) {
        ObjectNode line = line("tool");
        line.put("tool", tool.toString());
        counts(line, record.calls());
        line.put("cancelled", record.cancelled());
        line.put("refused", record.refused());
        line.put("uses", record.uses());
        line.put("log_latency", record.logLatency());
        record.succeeded().ifPresent(at -> line.put("succeeded_at", at.toString()));
        return line;
    }

    private static ObjectNode edge(EdgeKey edge, Tally tally) {
        ObjectNode line = line(edge.kind().text());
        line.put("from", edge.from().toString());
        line.put("to", edge.to().toString());
        if (edge.kind() == EdgeKind.FLOW) {
            line.put("output", edge.output());
            line.put("argument", edge.argument());
        }
        counts(line, tally);
        return line;
    }

    private static ObjectNode intent(IntentRecord intent) {
        ObjectNode line = line("intent");
        line.put("digest", intent.digest());
        line.put("at", intent.at().toString());
        ArrayNode tools = line.putArray("tools");
        new TreeMap<>(intent.tools())
                .forEach((tool, tally) -> counts(tools.addObject().put("tool", tool.toString()), tally));
        ArrayNode models = line.putArray("models");
        new TreeSet<>(intent.vectors().keySet()).forEach(models::add);
        return line;
    }

    private static ObjectNode choice(Choice choice) {
        ObjectNode line = line("choice");
        line.put("id", choice.id().toString());
        line.put("at", choice.at().toString());
        ArrayNode all = line.putArray("shown");
        choice.shown().forEach(shown -> {
            ObjectNode one =
                    all.addObject().put("tool", shown.tool().toString()).put("right", shown.right());
            ArrayNode signals = one.putArray("signals");
            shown.signals().forEach(signals::add);
        });
        return line;
    }

    private static ObjectNode run(PastRun run) {
        ObjectNode line = line("run");
        line.put("id", run.id().toString());
        line.put("at", run.at().toString());
        line.put("intent", run.digest());
        line.set("steps", RunSteps.json(run.steps()));
        return line;
    }

    private static ObjectNode capability(Capability capability) {
        ObjectNode line = line("capability");
        line.setAll(CapabilityJson.of(capability));
        return line;
    }

    private static ObjectNode line(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }

    private static void counts(ObjectNode line, Tally tally) {
        line.put("successes", tally.successes());
        line.put("failures", tally.failures());
        line.put("at", tally.at().toString());
    }
}
