// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code casys plan}: the workflow that would serve an intent. */
@Command(name = "plan", description = "Propose a workflow of tools that serves an intent; runs nothing.")
final class PlanCommand implements Callable<Integer> {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Mixin
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "WORDS", description = "What you want to do, in your own words.")
    private List<String> words = List.of();

    PlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (EngineClient client = session.engine()) {
            JsonNode plan =
                    client.post("/api/v1/plan", MAPPER.createObjectNode().put("intent", String.join(" ", words)));
            if (session.json()) {
                session.console().json(plan);
                return 0;
            }
            print(plan);
            return 0;
        }
    }

    private void print(JsonNode plan) {
        JsonNode steps = plan.path("workflow").path("steps");
        if (steps.isEmpty()) {
            session.console().note("no tool serves this; try 'casys search' with other words");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode step : steps) {
            rows.add(List.of(
                    step.path("id").asString(""),
                    step.path("tool").asString(""),
                    join(step.path("after")),
                    step.path("arguments").toString()));
        }
        session.console().table(List.of("STEP", "TOOL", "AFTER", "ARGUMENTS"), rows);
        for (JsonNode edge : plan.path("edges")) {
            session.console()
                    .note(String.format(
                            Locale.ROOT,
                            "%s before %s: %.0f %%%s",
                            edge.path("from").asString(""),
                            edge.path("to").asString(""),
                            edge.path("probability").asDouble(0) * 100,
                            edge.path("because").isEmpty() ? "" : ", because of " + join(edge.path("because"))));
        }
        for (JsonNode need : plan.path("needs")) {
            session.console()
                    .note(need.path("step").asString("") + " needs \""
                            + need.path("argument").asString("") + "\""
                            + (need.has("from")
                                    ? " from the result of " + need.path("from").asString("")
                                    : "")
                            + (need.has("candidates") ? ", perhaps " + join(need.path("candidates")) : ""));
        }
    }

    private static String join(JsonNode texts) {
        List<String> list = new ArrayList<>();
        texts.forEach(text -> list.add(text.asString("")));
        return String.join(", ", list);
    }
}
