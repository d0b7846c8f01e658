// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code casys capability show}: one of them, with its steps, its inputs and where it was seen. */
@Command(name = "show", description = "Show a capability: its steps, its inputs, where it was seen.")
final class CapabilityShowCommand implements Runnable {

    @Mixin
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "As in 'casys capability list'.")
    private String name = "";

    CapabilityShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        try (EngineClient client = session.engine()) {
            JsonNode capability = client.get(CapabilityCommand.path(name));
            if (session.json()) {
                session.console().json(capability);
                return;
            }
            print(capability);
        }
    }

    private void print(JsonNode capability) {
        session.console()
                .line(capability.path("name").asString("") + ", version "
                        + capability.path("version").asInt(0) + ", "
                        + capability.path("state").asString("")
                        + (capability.path("current").asBoolean(true)
                                ? ""
                                : "; its tools are not there, or not as they were"));
        List<List<String>> steps = new ArrayList<>();
        for (JsonNode step : capability.path("workflow").path("steps")) {
            steps.add(List.of(
                    step.path("id").asString(""),
                    step.path("tool").asString(""),
                    step.path("arguments").properties().stream()
                            .map(argument -> argument.getKey() + " = " + source(argument.getValue()))
                            .collect(Collectors.joining(", "))));
        }
        session.console().table(List.of("STEP", "TOOL", "ARGUMENTS"), steps);
        session.console().line("input   " + capability.path("input_schema"));
        if (capability.has("output_schema")) {
            session.console().line("output  " + capability.path("output_schema"));
        }
        session.console().line("hints   " + capability.path("annotations"));
        for (JsonNode sighting : capability.path("sightings")) {
            session.console()
                    .line("seen    " + sighting.path("at").asString("") + "  run "
                            + sighting.path("run").asString(""));
        }
    }

    private static String source(JsonNode argument) {
        if (argument.has("$input")) {
            return "input " + argument.path("$input").asString("");
        }
        if (argument.has("$step")) {
            String pointer = argument.path("path").asString("");
            return "result of " + argument.path("$step").asString("") + (pointer.isEmpty() ? "" : " at " + pointer);
        }
        return argument.path("$value").toString();
    }
}
