// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code casys feedback}: says which tools are right or wrong for an intent. */
@Command(name = "feedback", description = "Say which tools are right or wrong for what you wanted.")
final class FeedbackCommand implements Runnable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Mixin
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "WORDS", description = "What you wanted, in the words of the search.")
    private List<String> words = List.of();

    @Option(names = "--right", paramLabel = "TOOL", description = "A tool that serves it; may be repeated.")
    private List<String> right = List.of();

    @Option(names = "--wrong", paramLabel = "TOOL", description = "A tool that does not; may be repeated.")
    private List<String> wrong = List.of();

    FeedbackCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (right.isEmpty() && wrong.isEmpty()) {
            throw new CasysException(ErrorCategory.INVALID_INPUT, "name a tool with --right or --wrong");
        }
        List<JsonNode> said = new ArrayList<>();
        try (EngineClient client = session.engine()) {
            right.forEach(tool -> said.add(say(client, tool, true)));
            wrong.forEach(tool -> said.add(say(client, tool, false)));
        }
        if (session.json()) {
            ArrayNode all = MAPPER.createArrayNode();
            said.forEach(all::add);
            session.console().json(all);
        } else {
            said.forEach(answer -> session.console()
                    .line(answer.path("tool").asString("") + " is "
                            + (answer.path("right").asBoolean() ? "right" : "wrong") + " for this"));
        }
    }

    private JsonNode say(EngineClient client, String tool, boolean serves) {
        return client.post(
                "/api/v1/feedback",
                MAPPER.createObjectNode()
                        .put("intent", String.join(" ", words))
                        .put("tool", tool)
                        .put("right", serves));
    }
}
