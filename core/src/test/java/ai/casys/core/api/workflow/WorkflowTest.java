// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkflowTest {

    @Test
    void aStepWaitsForTheStepsItTakesValuesFrom() {
        Step step = new Step("b", "mail__send", Map.of("to", new Argument.FromStep("a", "/email")), Set.of());

        assertThat(step.after()).containsExactly("a");
    }

    @Test
    void aCycleOfAnyLengthIsRefusedByTheNamesOfItsSteps() {
        List<Step> steps = List.of(step("a", "c"), step("b", "a"), step("c", "b"), step("d", "c"), step("e"));

        assertThatThrownBy(() -> new Workflow(steps))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a, b, c");
    }

    @Test
    void whatIsNoWorkflowIsRefusedWithTheRule() {
        assertThatThrownBy(() -> new Workflow(List.of(step("a"), step("a")))).hasMessageContaining("two steps");
        assertThatThrownBy(() -> new Workflow(List.of(step("a", "x")))).hasMessageContaining("\"x\"");
        assertThatThrownBy(() -> step("a", "a")).hasMessageContaining("waits for itself");
        assertThatThrownBy(() -> step("a b")).hasMessageContaining("no id of a step");
        assertThatThrownBy(() -> new Argument.FromStep("a", "email")).hasMessageContaining("JSON Pointer");
    }

    private static Step step(String id, String... after) {
        return new Step(id, "tool", Map.of(), Set.of(after));
    }
}
