// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.core.api.workflow.Workflow;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.runs.RunStep;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a capability does.
 *
 * @param shape its tools and what flows between them, without arguments; one step for each of the workflow's
 * @param hashes of the definitions that the tools had, in the order of the steps
 * @param workflow with the tools' listed names
 * @param input JSON Schema of the workflow's inputs; not changed by anybody
 * @param output JSON Schema of the last step's structured result, if its tool declares one; not changed by anybody
 */
public record Definition(
        List<RunStep> shape,
        List<String> hashes,
        Workflow workflow,
        JsonNode input,
        Optional<JsonNode> output,
        Hints hints) {
    public Definition {
        shape = List.copyOf(shape);
        hashes = List.copyOf(hashes);
        Objects.requireNonNull(input, "input is null");
        Objects.requireNonNull(output, "output is null");
        Objects.requireNonNull(hints, "hints is null");
        if (shape.size() != workflow.steps().size() || hashes.size() != shape.size()) {
            throw new IllegalArgumentException("a definition has one shape and one hash for each step");
        }
    }

    /** Its tools, in the order of the steps; a tool may come more than once. */
    public List<ToolKey> tools() {
        return shape.stream().map(RunStep::tool).toList();
    }

    /** Whether any value goes from one step to another. */
    public boolean isConnected() {
        return shape.stream().anyMatch(step -> !step.flows().isEmpty());
    }
}
