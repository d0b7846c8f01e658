// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.api.workflow.Argument;
import ai.casys.core.api.workflow.Step;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan in JSON. An argument that comes from an earlier step is written {@code {"$step": id, "path": pointer}}, one that
 * is an input of the workflow {@code {"$input": name}}; anything else is the value itself.
 */
public final class PlanJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final double THOUSAND = 1000;

    private PlanJson() {}

    /** The plan as the interface publishes it. */
    public static JsonNode of(Plan plan) {
        ObjectNode node = JSON.objectNode();
        ArrayNode steps = node.putObject("workflow").putArray("steps");
        plan.workflow().steps().forEach(step -> steps.add(step(step)));
        ArrayNode edges = node.putArray("edges");
        plan.edges().forEach(edge -> edges.add(edge(edge)));
        if (!plan.dropped().isEmpty()) {
            ArrayNode dropped = node.putArray("dropped");
            plan.dropped().forEach(edge -> dropped.add(edge(edge)));
        }
        ArrayNode needs = node.putArray("needs");
        plan.needs().forEach(need -> needs.add(need(need)));
        return node;
    }

    private static ObjectNode step(Step step) {
        ObjectNode node = JSON.objectNode().put("id", step.id()).put("tool", step.tool());
        ObjectNode arguments = node.putObject("arguments");
        for (Map.Entry<String, Argument> argument : step.arguments().entrySet()) {
            arguments.set(argument.getKey(), argument(argument.getValue()));
        }
        ArrayNode after = node.putArray("after");
        step.after().forEach(after::add);
        return node;
    }

    private static JsonNode argument(Argument argument) {
        return switch (argument) {
            case Argument.Literal literal -> MAPPER.readTree(literal.json());
            case Argument.FromStep from ->
                JSON.objectNode().put("$step", from.step()).put("path", from.pointer());
            case Argument.FromInput input -> JSON.objectNode().put("$input", input.name());
        };
    }

    private static ObjectNode edge(PlannedEdge edge) {
        ObjectNode node = JSON.objectNode()
                .put("from", edge.edge().from())
                .put("to", edge.edge().to())
                .put("probability", Math.round(edge.probability() * THOUSAND) / THOUSAND);
        ArrayNode because = node.putArray("because");
        edge.evidence().stream()
                .sorted()
                .forEach(evidence -> because.add(evidence.name().toLowerCase(Locale.ROOT)));
        return node;
    }

    private static ObjectNode need(Need need) {
        ObjectNode node = JSON.objectNode().put("step", need.step()).put("argument", need.argument());
        if (!need.description().isEmpty()) {
            node.put("description", need.description());
        }
        if (!need.candidates().isEmpty()) {
            ArrayNode candidates = node.putArray("candidates");
            need.candidates().forEach(candidates::add);
        }
        need.from().ifPresent(step -> node.put("from", step));
        return node;
    }
}
