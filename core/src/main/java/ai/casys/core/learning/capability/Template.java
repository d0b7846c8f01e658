// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.api.workflow.Argument;
import ai.casys.core.api.workflow.Step;
import ai.casys.core.api.workflow.Workflow;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolNames;
import ai.casys.core.learning.runs.ArgumentSketch;
import ai.casys.core.learning.runs.RunStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The steps of a sequence with a slot for each argument, and what they are as workflow and schemas.
 *
 * @param slots of each step, by argument
 */
record Template(List<SortedMap<String, Slot>> slots) {

    private static final int LARGEST_PROPERTY = 4_000;
    private static final int LARGEST_OUTPUT = 16_000;
    private static final int MOST_INPUTS = 64;
    private static final int LARGEST_SCHEMA = 64_000;

    /** An argument of a step. */
    record Place(int step, String argument) {}

    /** The id of a step. */
    static String id(int step) {
        return "s" + (step + 1);
    }

    /** The index of the step of that id. */
    static int index(String id) {
        return Integer.parseInt(id.substring(1)) - 1;
    }

    static Template of(Definition definition) {
        Set<String> required = new HashSet<>();
        definition.input().path("required").forEach(name -> required.add(name.asString("")));
        List<SortedMap<String, Slot>> slots = new ArrayList<>();
        for (Step step : definition.workflow().steps()) {
            SortedMap<String, Slot> ofStep = new TreeMap<>();
            step.arguments()
                    .forEach((name, argument) -> ofStep.put(
                            name,
                            switch (argument) {
                                case Argument.Literal literal -> new Slot.Constant(literal.json());
                                case Argument.FromStep from -> new Slot.Reference(index(from.step()), from.pointer());
                                case Argument.FromInput input ->
                                    new Slot.Parameter(input.name(), !required.contains(input.name()));
                            }));
            slots.add(ofStep);
        }
        return new Template(slots);
    }

    /** The arguments that take each input, by its name. */
    Map<String, List<Place>> inputs() {
        Map<String, List<Place>> inputs = new LinkedHashMap<>();
        for (int step = 0; step < slots.size(); step++) {
            for (Map.Entry<String, Slot> slot : slots.get(step).entrySet()) {
                if (slot.getValue() instanceof Slot.Parameter parameter) {
                    inputs.computeIfAbsent(parameter.input(), _ -> new ArrayList<>())
                            .add(new Place(step, slot.getKey()));
                }
            }
        }
        return inputs;
    }

    /** Whether it can be kept at all. */
    boolean isBounded() {
        return inputs().size() <= MOST_INPUTS;
    }

    /**
     * What it is as a definition.
     *
     * @param shape its steps; arguments are left out of what is kept
     * @param tools of the steps
     * @param known the schemas that inputs had before, for what the tools do not say
     */
    Definition definition(List<RunStep> shape, List<CatalogTool> tools, JsonNode known) {
        List<Step> steps = new ArrayList<>();
        for (int place = 0; place < slots.size(); place++) {
            Map<String, Argument> arguments = new LinkedHashMap<>();
            slots.get(place)
                    .forEach((name, slot) -> arguments.put(
                            name,
                            switch (slot) {
                                case Slot.Constant constant -> new Argument.Literal(constant.json());
                                case Slot.Reference reference ->
                                    new Argument.FromStep(id(reference.from()), reference.pointer());
                                case Slot.Parameter parameter -> new Argument.FromInput(parameter.input());
                            }));
            // One after the other, as it was seen: what looks independent may still depend on what the step before did.
            Set<String> after = place == 0 ? Set.of() : Set.of(id(place - 1));
            Set<String> all = new LinkedHashSet<>(after);
            shape.get(place).flows().forEach(flow -> all.add(id(flow.from())));
            steps.add(new Step(id(place), ToolNames.listed(tools.get(place).key()), arguments, all));
        }
        CatalogTool last = tools.getLast();
        return new Definition(
                shape.stream()
                        .map(step -> new RunStep(step.tool(), Map.of(), step.known(), step.flows()))
                        .toList(),
                tools.stream().map(CatalogTool::hash).toList(),
                new Workflow(steps),
                schema(shape, tools, known.path("properties")),
                last.tool().outputSchema().filter(schema -> schema.toString().length() <= LARGEST_OUTPUT),
                Hints.of(tools.stream().map(CatalogTool::tool).toList()));
    }

    private JsonNode schema(List<RunStep> shape, List<CatalogTool> tools, JsonNode known) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        List<String> required = new ArrayList<>();
        int size = 0;
        for (Map.Entry<String, List<Place>> input : inputs().entrySet()) {
            Place first = input.getValue().getFirst();
            JsonNode declared = declared(tools.get(first.step()), first.argument());
            int length = declared.toString().length();
            boolean fits = !declared.isEmpty() && length <= LARGEST_PROPERTY && size + length <= LARGEST_SCHEMA;
            JsonNode before = known.path(input.getKey());
            properties.set(input.getKey(), fits ? declared : before.isObject() ? before : simple(shape, first));
            size += fits ? length : 0;
            if (input.getValue().stream().anyMatch(place -> !isOptional(place))) {
                required.add(input.getKey());
            }
        }
        ArrayNode names = schema.putArray("required");
        required.forEach(names::add);
        schema.put("additionalProperties", false);
        return schema;
    }

    private boolean isOptional(Place place) {
        return slots.get(place.step()).get(place.argument()) instanceof Slot.Parameter parameter
                && parameter.optional();
    }

    /** What the tool says of it; a reference would lead into a schema that is not kept. */
    private static JsonNode declared(CatalogTool tool, String argument) {
        JsonNode declared = tool.tool().inputSchema().path("properties").path(argument);
        return declared.isObject() && declared.findValue("$ref") == null && declared.findValue("$dynamicRef") == null
                ? declared
                : JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode simple(List<RunStep> shape, Place place) {
        ObjectNode simple = JsonNodeFactory.instance.objectNode();
        ArgumentSketch sketch = shape.get(place.step()).arguments().get(place.argument());
        if (sketch != null && !sketch.type().equals("null")) {
            simple.put("type", sketch.type());
        }
        return simple;
    }
}
