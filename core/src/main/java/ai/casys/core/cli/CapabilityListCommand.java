// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code casys capability list}: all of them in a line each. */
@Command(name = "list", description = "List the capabilities.")
final class CapabilityListCommand implements Runnable {

    @Mixin
    private final Session session;

    @Option(names = "--state", paramLabel = "STATE", description = "Only candidate, active, demoted or retired ones.")
    private @Nullable String state;

    CapabilityListCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        String query = Optional.ofNullable(state)
                .map(text -> "?state=" + UrlText.encode(text))
                .orElse("");
        try (EngineClient client = session.engine()) {
            JsonNode answer = client.get("/api/v1/capabilities" + query);
            if (session.json()) {
                session.console().json(answer);
                return;
            }
            print(answer.path("capabilities"));
        }
    }

    private void print(JsonNode capabilities) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode capability : capabilities) {
            rows.add(List.of(
                    capability.path("name").asString(""),
                    capability.path("state").asString("")
                            + (capability.path("current").asBoolean(true) ? "" : " (tools changed)"),
                    String.valueOf(capability.path("version").asInt(0)),
                    String.valueOf(capability.path("seen").asLong(0)),
                    String.format(
                            Locale.ROOT,
                            "%.1f / %.1f",
                            capability.path("successes").asDouble(0),
                            capability.path("failures").asDouble(0)),
                    capability
                            .path("tools")
                            .valueStream()
                            .map(tool -> tool.asString(""))
                            .collect(Collectors.joining(", "))));
        }
        session.console().table(List.of("NAME", "STATE", "VERSION", "RUNS", "GOOD / BAD", "TOOLS"), rows);
        session.console().note(rows.size() + (rows.size() == 1 ? " capability" : " capabilities"));
    }
}
