// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

    @Option(names = "--prompts", description = "Prompts that fit, too.")
    private boolean prompts;

    @Option(names = "--resources", description = "Resources and templates of resources that fit, too.")
    private boolean resources;

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
        if (prompts) {
            query.append("&include=prompts");
        }
        if (resources) {
            query.append("&include=resources");
        }
        try (EngineClient client = session.engine()) {
            JsonNode answer = client.get("/api/v1/search" + query);
            if (session.json()) {
                session.console().json(answer);
                return 0;
            }
            print(answer);
            if (prompts) {
                printOthers("PROMPT", answer.path("prompts"));
            }
            if (resources) {
                printOthers("RESOURCE", answer.path("resources"));
            }
            return 0;
        }
    }

    private void printOthers(String kind, JsonNode found) {
        session.console().line("");
        if (found.isEmpty()) {
            session.console().note("no " + kind.toLowerCase(Locale.ROOT) + " fits");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode one : found) {
            String name = Stream.of("uri", "uri_template", "name")
                    .map(member -> one.path(member).asString(""))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
            rows.add(List.of(
                    String.format(Locale.ROOT, "%.2f", one.path("score").asDouble(0)),
                    name,
                    Printable.firstLine(
                            one.path("description").asString(one.path("name").asString("")), 80)));
        }
        session.console().table(List.of("SCORE", kind, "DESCRIPTION"), rows);
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
