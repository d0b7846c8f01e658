// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code casys tools approve}: trusts tools as they are defined now. */
@Command(name = "approve", description = "Trust tools as they are defined now, and offer them.")
final class ToolsApproveCommand implements Callable<Integer> {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Mixin
    private final Session session;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "The tools, as in 'casys tools'.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private final ServerFilter filter;

    @Option(names = "--all", description = "With --server: every tool that is withheld, changed or suspicious.")
    private boolean all;

    ToolsApproveCommand(Session session, ServerFilter filter) {
        this.session = session;
        this.filter = filter;
    }

    @Override
    public Integer call() {
        Optional<String> server = filter.server();
        if (all != server.isPresent() || all == !names.isEmpty()) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT, "name the tools to approve, or say --server NAME --all, not both");
        }
        try (EngineClient client = session.engine()) {
            ArrayNode approved = MAPPER.createArrayNode();
            for (String name : server.isEmpty() ? names : doubtful(client, server.get())) {
                approved.add(approve(client, name));
            }
            if (session.json()) {
                session.console().json(MAPPER.createObjectNode().set("approved", approved));
            } else if (approved.isEmpty()) {
                session.console().note("There is nothing to approve.");
            }
            return 0;
        }
    }

    /** What is approved is what was there when it was looked at; a tool that changes in between is refused. */
    private JsonNode approve(EngineClient client, String name) {
        JsonNode tool = client.get("/api/v1/tools/" + UrlText.encode(name));
        ObjectNode request =
                MAPPER.createObjectNode().put("hash", tool.path("hash").asString(""));
        JsonNode answer =
                client.post("/api/v1/tools/" + UrlText.encode(tool.path("name").asString(name)) + "/approve", request);
        if (!session.json()) {
            session.console()
                    .line("approved " + answer.path("name").asString("") + " as "
                            + answer.path("hash").asString("") + " (it was "
                            + ToolsShowCommand.state(tool.path("review")) + ")");
        }
        return answer;
    }

    private static List<String> doubtful(EngineClient client, String server) {
        JsonNode answer = client.get("/api/v1/tools?server=" + UrlText.encode(server));
        return Stream.concat(
                        answer.path("withheld").valueStream(),
                        answer.path("tools").valueStream())
                .filter(tool -> tool.has("doubts"))
                .map(tool -> tool.path("name").asString(""))
                .toList();
    }
}
