// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.api.workflow.Workflow;
import java.util.List;
import java.util.Objects;

/**
 * A workflow that serves an intent, as far as it can be told from the intent alone.
 *
 * @param workflow without cycles; its steps in an order in which they could run one after another
 * @param edges why the steps wait for each other, likeliest first; by names of tools
 * @param dropped edges that were likely but would have closed a cycle
 * @param needs what has to be filled in before the workflow can run
 */
public record Plan(Workflow workflow, List<PlannedEdge> edges, List<PlannedEdge> dropped, List<Need> needs) {
    public Plan {
        Objects.requireNonNull(workflow, "workflow is null");
        edges = List.copyOf(edges);
        dropped = List.copyOf(dropped);
        needs = List.copyOf(needs);
    }
}
