// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code casys tools}: what can be called, and what is withheld. */
@Command(name = "tools", description = "List the tools of all servers, or show one with its schema.")
final class ToolsCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "One tool, to be shown in full.")
    private @Nullable String name;

    @Mixin
    private final ServerFilter filter;

    @Option(names = "--doubtful", description = "Only tools that are withheld, changed or suspicious.")
    private boolean doubtful;

    private ToolsCommand(Session session, ServerFilter filter) {
        this.session = session;
        this.filter = filter;
    }

    /** The command with its own commands. */
    static CommandLine create(Session session) {
        ServerFilter filter = new ServerFilter();
        CommandLine tools = new CommandLine(new ToolsCommand(session, filter));
        tools.addSubcommand(new ToolsShowCommand(session));
        tools.addSubcommand(new ToolsChangesCommand(session, filter));
        tools.addSubcommand(new ToolsDiffCommand(session));
        tools.addSubcommand(new ToolsApproveCommand(session, filter));
        return tools;
    }

    @Override
    public Integer call() {
        try (EngineClient client = session.engine()) {
            if (name != null) {
                session.console().json(client.get("/api/v1/tools/" + UrlText.encode(name)));
                return 0;
            }
            JsonNode answer = client.get("/api/v1/tools"
                    + filter.server()
                            .map(server -> "?server=" + UrlText.encode(server))
                            .orElse(""));
            if (session.json()) {
                session.console().json(answer);
                return 0;
            }
            print(answer.path("tools"), answer.path("withheld"));
            return 0;
        }
    }

    private void print(JsonNode offered, JsonNode withheld) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode tool : offered) {
            if (!doubtful || tool.has("doubts")) {
                rows.add(row(tool, doubts(tool)));
            }
        }
        int listed = rows.size();
        for (JsonNode tool : withheld) {
            rows.add(row(tool, "withheld: " + doubts(tool)));
        }
        boolean marked = rows.stream().anyMatch(row -> !row.get(1).isEmpty());
        List<String> heads = List.of("NAME", "DOUBT", "DESCRIPTION");
        session.console()
                .table(
                        shown(heads, marked),
                        rows.stream().map(row -> shown(row, marked)).toList());
        String count = listed + (listed == 1 ? " tool" : " tools");
        session.console().note(withheld.isEmpty() ? count : count + ", " + withheld.size() + " withheld");
        if (marked) {
            session.console().note("see: casys tools show NAME, casys tools diff NAME, casys tools approve NAME");
        }
    }

    private static List<String> row(JsonNode tool, String doubt) {
        return List.of(
                tool.path("name").asString(""),
                doubt,
                Printable.firstLine(tool.path("description").asString(""), 90));
    }

    /** Where nothing is doubtful, there is no column for it. */
    private static List<String> shown(List<String> row, boolean marked) {
        return marked ? row : List.of(row.getFirst(), row.getLast());
    }

    private static String doubts(JsonNode tool) {
        return tool.path("doubts")
                .valueStream()
                .map(doubt -> doubt.asString(""))
                .collect(Collectors.joining(", "));
    }
}
