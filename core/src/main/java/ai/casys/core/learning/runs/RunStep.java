// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import ai.casys.core.catalog.ToolKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One call of a run.
 *
 * @param arguments by name, in the order of their names
 * @param known whether the arguments are known; without them the call is only known to have been made
 * @param flows what came into it from earlier steps
 */
public record RunStep(ToolKey tool, Map<String, ArgumentSketch> arguments, boolean known, List<StepFlow> flows) {
    public RunStep {
        Objects.requireNonNull(tool, "tool is null");
        arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
        flows = List.copyOf(flows);
    }
}
