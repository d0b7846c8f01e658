// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code casys tools}: what can be called. */
@Command(name = "tools", description = "List the tools of all servers, or show one with its schema.")
final class ToolsCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "One tool, to be shown in full.")
    private @Nullable String name;

    @Option(names = "--server", paramLabel = "NAME", description = "Only the tools of this server.")
    private @Nullable String server;

    ToolsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (EngineClient client = session.engine()) {
            if (name != null) {
                session.console().json(client.get("/api/v1/tools/" + UrlText.encode(name)));
                return 0;
            }
            JsonNode answer = client.get("/api/v1/tools" + (server == null ? "" : "?server=" + UrlText.encode(server)));
            if (session.json()) {
                session.console().json(answer);
                return 0;
            }
            print(answer.path("tools"));
            return 0;
        }
    }

    private void print(JsonNode tools) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode tool : tools) {
            rows.add(List.of(
                    tool.path("name").asString(""),
                    Printable.firstLine(tool.path("description").asString(""), 90)));
        }
        session.console().table(List.of("NAME", "DESCRIPTION"), rows);
        session.console().note(rows.size() + (rows.size() == 1 ? " tool" : " tools"));
    }
}
