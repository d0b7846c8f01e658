// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code casys status}: how the engine and its servers are. */
@Command(name = "status", description = "Show how the engine and every server are.")
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        EngineAddress address = session.locator()
                .running()
                .orElseThrow(() -> new CasysException(
                        ErrorCategory.UNAVAILABLE,
                        "no engine runs on " + session.home() + "; start one with: casys serve"));
        try (EngineClient client = new EngineClient(address)) {
            JsonNode status = client.get("/api/v1/status");
            if (session.json()) {
                session.console().json(status);
                return 0;
            }
            print(address, status);
            return 0;
        }
    }

    private void print(EngineAddress address, JsonNode status) {
        session.console()
                .line("casys " + status.path("version").asString("") + " at " + address + ", mode "
                        + status.path("mode").asString("") + ", since "
                        + status.path("started_at").asString("") + ", "
                        + status.path("sessions").asInt() + " sessions, "
                        + status.path("tools").asInt() + " tools");
        for (JsonNode problem : status.path("problems")) {
            session.console().line("! " + problem.asString());
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode server : status.path("servers")) {
            rows.add(List.of(
                    server.path("name").asString(""),
                    server.path("state").asString(""),
                    String.valueOf(server.path("tools").asInt()),
                    server.path("protocol_version").asString(""),
                    String.valueOf(server.path("restarts").asInt()),
                    Printable.firstLine(server.path("last_error").asString(""), 100)));
        }
        session.console().table(List.of("SERVER", "STATE", "TOOLS", "PROTOCOL", "RESTARTS", "LAST ERROR"), rows);
        printVirtualServers(address, status.path("virtual_servers"));
    }

    private void printVirtualServers(EngineAddress address, JsonNode views) {
        if (views.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode view : views) {
            rows.add(List.of(
                    view.path("name").asString(""),
                    String.valueOf(view.path("tools").asInt()),
                    String.valueOf(view.path("sessions").asInt()),
                    address.resolve(view.path("path").asString("")).toString()));
        }
        session.console().line("");
        session.console().table(List.of("VIRTUAL SERVER", "TOOLS", "SESSIONS", "ADDRESS"), rows);
    }
}
