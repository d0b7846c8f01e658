// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.api.workflow.Argument;
import ai.casys.core.api.workflow.Step;
import ai.casys.core.api.workflow.Workflow;
import ai.casys.core.learning.runs.CanonicalJson;
import ai.casys.core.learning.runs.RunSteps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Capabilities as JSON: what is stored, exported and published. */
public final class CapabilityJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CapabilityJson() {}

    /** Everything about one. */
    public static ObjectNode of(Capability capability) {
        Definition definition = capability.definition();
        ObjectNode node = summary(capability);
        node.put("structure", capability.structure());
        node.put("created_at", capability.created().toString());
        node.set("workflow", workflow(definition.workflow()));
        node.set("input_schema", definition.input());
        definition.output().ifPresent(schema -> node.set("output_schema", schema));
        node.set("annotations", annotations(definition.hints()));
        node.put("failing", capability.failing());
        node.set("sightings", sightings(capability.sightings()));
        return node;
    }

    /** What a list shows of one. */
    public static ObjectNode summary(Capability capability) {
        ObjectNode node = JSON.objectNode()
                .put("name", capability.name())
                .put("version", capability.version())
                .put("state", capability.state().text());
        capability.mergedInto().ifPresent(into -> node.put("merged_into", into));
        ArrayNode tools = node.putArray("tools");
        capability.definition().workflow().steps().forEach(step -> tools.add(step.tool()));
        return node.put("seen", capability.seen())
                .put("successes", capability.tally().successes())
                .put("failures", capability.tally().failures())
                .put("at", capability.tally().at().toString());
    }

    /** The definition as it is stored. */
    public static String stored(Definition definition) {
        ObjectNode node = JSON.objectNode();
        node.set("shape", RunSteps.json(definition.shape()));
        ArrayNode hashes = node.putArray("hashes");
        definition.hashes().forEach(hashes::add);
        node.set("workflow", workflow(definition.workflow()));
        node.set("input_schema", definition.input());
        definition.output().ifPresent(schema -> node.set("output_schema", schema));
        node.set("annotations", annotations(definition.hints()));
        return CanonicalJson.inOrder(node);
    }

    /** Reads what {@link #stored(Definition)} wrote. */
    public static Definition definition(String text) {
        JsonNode node = CanonicalJson.read(text);
        List<String> hashes = new ArrayList<>();
        node.path("hashes").forEach(hash -> hashes.add(hash.asString("")));
        JsonNode hints = node.path("annotations");
        return new Definition(
                RunSteps.of(node.path("shape")),
                hashes,
                new Workflow(node.path("workflow")
                        .path("steps")
                        .valueStream()
                        .map(CapabilityJson::step)
                        .toList()),
                node.path("input_schema"),
                Optional.of(node.path("output_schema")).filter(JsonNode::isObject),
                new Hints(
                        hints.path("readOnlyHint").asBoolean(false),
                        hints.path("destructiveHint").asBoolean(true),
                        hints.path("idempotentHint").asBoolean(false),
                        hints.path("openWorldHint").asBoolean(true)));
    }

    /** The sightings as they are stored: a list of {@code [run, at]}. */
    public static String stored(List<Sighting> sightings) {
        ArrayNode all = JSON.arrayNode();
        sightings.forEach(sighting ->
                all.addArray().add(sighting.run().toString()).add(sighting.at().toString()));
        return CanonicalJson.inOrder(all);
    }

    /** Reads what {@link #stored(List)} wrote. */
    public static List<Sighting> sightings(String text) {
        return CanonicalJson.read(text)
                .valueStream()
                .map(one -> new Sighting(
                        UUID.fromString(one.path(0).asString("")),
                        Instant.parse(one.path(1).asString(""))))
                .toList();
    }

    private static ArrayNode sightings(List<Sighting> sightings) {
        ArrayNode all = JSON.arrayNode();
        sightings.forEach(sighting -> all.addObject()
                .put("run", sighting.run().toString())
                .put("at", sighting.at().toString()));
        return all;
    }

    private static ObjectNode annotations(Hints hints) {
        return JSON.objectNode()
                .put("readOnlyHint", hints.readOnly())
                .put("destructiveHint", hints.destructive())
                .put("idempotentHint", hints.idempotent())
                .put("openWorldHint", hints.openWorld());
    }

    /** A constant stands in {@code $value}, so that none can be taken for a reference. */
    private static ObjectNode workflow(Workflow workflow) {
        ObjectNode node = JSON.objectNode();
        ArrayNode steps = node.putArray("steps");
        for (Step step : workflow.steps()) {
            ObjectNode one = steps.addObject().put("id", step.id()).put("tool", step.tool());
            ObjectNode arguments = one.putObject("arguments");
            step.arguments()
                    .forEach((name, argument) -> arguments.set(
                            name,
                            switch (argument) {
                                case Argument.Literal literal -> {
                                    ObjectNode value = JSON.objectNode();
                                    value.set("$value", CanonicalJson.read(literal.json()));
                                    yield value;
                                }
                                case Argument.FromStep from ->
                                    JSON.objectNode().put("$step", from.step()).put("path", from.pointer());
                                case Argument.FromInput input ->
                                    JSON.objectNode().put("$input", input.name());
                            }));
            ArrayNode after = one.putArray("after");
            step.after().forEach(after::add);
        }
        return node;
    }

    private static Step step(JsonNode node) {
        Map<String, Argument> arguments = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> argument : node.path("arguments").properties()) {
            JsonNode value = argument.getValue();
            arguments.put(argument.getKey(), argument(value));
        }
        Set<String> after = new LinkedHashSet<>();
        node.path("after").forEach(id -> after.add(id.asString("")));
        return new Step(node.path("id").asString(""), node.path("tool").asString(""), arguments, after);
    }

    private static Argument argument(JsonNode value) {
        if (value.has("$input")) {
            return new Argument.FromInput(value.path("$input").asString(""));
        }
        if (value.has("$step")) {
            return new Argument.FromStep(
                    value.path("$step").asString(""), value.path("path").asString(""));
        }
        return new Argument.Literal(CanonicalJson.of(value.path("$value")));
    }
}
