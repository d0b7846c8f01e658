// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code casys call}: calls one tool. */
@Command(name = "call", description = "Call one tool and print its answer.")
final class CallCommand implements Callable<Integer> {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Mixin
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "The tool, as in 'casys tools'.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "JSON",
            description = "The arguments as a JSON object; - reads standard input.")
    private @Nullable String arguments;

    CallCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ObjectNode request = MAPPER.createObjectNode();
        request.put("name", name);
        request.set("arguments", parseArguments());
        try (EngineClient client = session.engine()) {
            JsonNode result = client.post("/api/v1/call", request);
            boolean failed = result.path("isError").asBoolean(false);
            if (session.json()) {
                session.console().json(result);
            } else {
                print(result);
            }
            return failed ? 1 : 0;
        }
    }

    private JsonNode parseArguments() {
        if (arguments == null) {
            return MAPPER.createObjectNode();
        }
        String text = arguments.equals("-") ? standardInput() : arguments;
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JacksonException e) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "the arguments are not JSON: " + e.getOriginalMessage()
                            + "; write for example '{\"path\":\"a.txt\"}'",
                    e);
        }
        throw new CasysException(
                ErrorCategory.INVALID_INPUT, "the arguments must be a JSON object, such as '{\"path\":\"a.txt\"}'");
    }

    private static String standardInput() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT, "standard input cannot be read: " + e.getMessage(), e);
        }
    }

    private void print(JsonNode result) {
        for (JsonNode item : result.path("content")) {
            switch (item.path("type").asString("")) {
                case "text" -> session.console().line(item.path("text").asString(""));
                case "image", "audio" ->
                    session.console()
                            .line("[" + item.path("type").asString() + " "
                                    + item.path("mimeType").asString("") + ", "
                                    + item.path("data").asString("").length() * 3L / 4 + " bytes; see --json]");
                default -> session.console().line(item.toString());
            }
        }
        if (result.path("content").isEmpty() && result.has("structuredContent")) {
            session.console().json(result.path("structuredContent"));
        }
    }
}
