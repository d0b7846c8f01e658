// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import ai.casys.shared.mcp.Tool;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a capability may do to the world, in the words of {@code ToolAnnotations} (specification 2025-11-25, schema): the
 * union of the risks of its steps. What a tool does not say counts as the risk, as the specification has it.
 */
public record Hints(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {

    static Hints of(List<Tool> tools) {
        return new Hints(
                tools.stream().allMatch(Hints::isReadOnly),
                tools.stream().anyMatch(tool -> !isReadOnly(tool) && hint(tool, "destructiveHint", true)),
                tools.stream().allMatch(tool -> isReadOnly(tool) || hint(tool, "idempotentHint", false)),
                tools.stream().anyMatch(tool -> hint(tool, "openWorldHint", true)));
    }

    private static boolean isReadOnly(Tool tool) {
        return hint(tool, "readOnlyHint", false);
    }

    private static boolean hint(Tool tool, String name, boolean unsaid) {
        return tool.annotations()
                .map(annotations -> annotations.path(name))
                .filter(JsonNode::isBoolean)
                .map(JsonNode::booleanValue)
                .orElse(unsaid);
    }
}
