// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import ai.casys.core.catalog.ToolKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The steps of a run as JSON: what is stored and exported. */
public final class RunSteps {

    private RunSteps() {}

    /** A list of {@code {server, tool, arguments: {name: [type, mark]}, flows: [{from, output, pointer, argument}]}}. */
    public static ArrayNode json(List<RunStep> steps) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (RunStep step : steps) {
            ObjectNode one = all.addObject();
            one.put("server", step.tool().server()).put("tool", step.tool().tool());
            if (step.known()) {
                ObjectNode arguments = one.putObject("arguments");
                step.arguments()
                        .forEach((name, sketch) ->
                                arguments.putArray(name).add(sketch.type()).add(sketch.mark()));
            }
            ArrayNode flows = one.putArray("flows");
            for (StepFlow flow : step.flows()) {
                ObjectNode node = flows.addObject().put("from", flow.from()).put("output", flow.output());
                flow.pointer().ifPresent(pointer -> node.put("pointer", pointer));
                node.put("argument", flow.argument());
            }
        }
        return all;
    }

    /** Reads what {@link #json} wrote. */
    public static List<RunStep> of(JsonNode json) {
        List<RunStep> steps = new ArrayList<>();
        for (JsonNode one : json) {
            Map<String, ArgumentSketch> arguments = new TreeMap<>();
            one.path("arguments")
                    .properties()
                    .forEach(argument -> arguments.put(
                            argument.getKey(),
                            new ArgumentSketch(
                                    argument.getValue().path(0).asString(""),
                                    argument.getValue().path(1).asString(""))));
            List<StepFlow> flows = new ArrayList<>();
            for (JsonNode flow : one.path("flows")) {
                flows.add(new StepFlow(
                        flow.path("from").asInt(0),
                        flow.path("output").asString(""),
                        Optional.of(flow.path("pointer"))
                                .filter(JsonNode::isString)
                                .map(JsonNode::stringValue),
                        flow.path("argument").asString("")));
            }
            steps.add(new RunStep(
                    new ToolKey(
                            one.path("server").asString(""), one.path("tool").asString("")),
                    arguments,
                    one.has("arguments"),
                    flows));
        }
        return steps;
    }
}
