// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code casys tools changes}: how definitions changed. */
@Command(name = "changes", description = "List how the definitions of tools changed, the newest first.")
final class ToolsChangesCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    @Mixin
    private final ServerFilter filter;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, 1 to 1000 (default 50).")
    private int limit = 50;

    ToolsChangesCommand(Session session, ServerFilter filter) {
        this.session = session;
        this.filter = filter;
    }

    @Override
    public Integer call() {
        try (EngineClient client = session.engine()) {
            JsonNode answer = client.get("/api/v1/tool-changes?limit=" + limit
                    + filter.server()
                            .map(server -> "&server=" + UrlText.encode(server))
                            .orElse(""));
            if (session.json()) {
                session.console().json(answer);
                return 0;
            }
            print(answer.path("changes"));
            return 0;
        }
    }

    private void print(JsonNode changes) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode change : changes) {
            rows.add(List.of(
                    change.path("seen_at").asString(""),
                    change.path("name").asString(""),
                    change.path("state").asString(""),
                    change.path("paths")
                            .valueStream()
                            .map(path -> path.asString(""))
                            .collect(Collectors.joining(", "))));
        }
        session.console().table(List.of("SEEN", "NAME", "STATE", "CHANGED"), rows);
        session.console().note(rows.size() + (rows.size() == 1 ? " change" : " changes"));
    }
}
