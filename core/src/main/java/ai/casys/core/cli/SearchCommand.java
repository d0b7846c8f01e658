// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code casys search}: the tools that serve an intent. */
@Command(name = "search", description = "Find the tools that serve an intent.")
final class SearchCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "WORDS", description = "What you want to do, in your own words.")
    private List<String> words = List.of();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "10", description = "At most so many (default 10).")
    private int limit;

    @Option(names = "--server", paramLabel = "NAME", description = "Only tools of this server.")
    private @Nullable String server;

    @Option(names = "--explain", description = "Say which words were found where.")
    private boolean explain;

    SearchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        StringBuilder query = new StringBuilder("?intent=").append(UrlText.encode(String.join(" ", words)));
        query.append("&limit=").append(limit);
        if (server != null) {
            query.append("&server=").append(UrlText.encode(server));
        }
        if (session.json()) {
            query.append("&include=schema");
        }
        if (explain) {
            query.append("&include=why");
        }
        try (EngineClient client = session.engine()) {
            JsonNode answer = client.get("/api/v1/search" + query);
            if (session.json()) {
                session.console().json(answer);
                return 0;
            }
            print(answer);
            return 0;
        }
    }

    private void print(JsonNode answer) {
        JsonNode hits = answer.path("hits");
        if (hits.isEmpty()) {
            session.console().note("nothing relevant; the nearest are:");
            hits = answer.path("nearest");
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode hit : hits) {
            rows.add(List.of(
                    String.format(Locale.ROOT, "%.2f", hit.path("score").asDouble(0)),
                    hit.path("name").asString(""),
                    explain
                            ? hit.path("why").toString()
                            : Printable.firstLine(hit.path("description").asString(""), 80)));
        }
        session.console().table(List.of("SCORE", "NAME", explain ? "WHY" : "DESCRIPTION"), rows);
    }
}
