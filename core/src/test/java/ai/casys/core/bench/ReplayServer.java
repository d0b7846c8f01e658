// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An MCP server on standard streams that lists what a real server once listed: {@code ReplayServer FILE [PAGE]}, where
 * FILE is {@code {"id", "tools": […]}} and PAGE the number of tools a page (default 50). A tool call is answered with
 * the tool's name and its arguments. One thread: messages are answered in their order.
 */
public final class ReplayServer {

    private static final String NEWEST_SESSION_REVISION = "2025-11-25";

    private final JsonMapper mapper = JsonMapper.builder().build();
    private final JsonNode recording;
    private final int pageSize;

    private ReplayServer(JsonNode recording, int pageSize) {
        this.recording = recording;
        this.pageSize = pageSize;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0 || arguments.length > 2) {
            System.err.println("usage: ReplayServer FILE [PAGE]");
            System.exit(64);
        }
        int pageSize = arguments.length == 2 ? Math.max(1, Integer.parseInt(arguments[1])) : 50;
        ReplayServer server = new ReplayServer(ToolLists.read(Path.of(arguments[0])), pageSize);
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String answer = server.answer(line);
                if (!answer.isEmpty()) {
                    out.print(answer + "\n");
                    out.flush();
                }
            }
        }
    }

    /** The answer as one line; empty for a notification. */
    private String answer(String line) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("jsonrpc", "2.0");
        JsonNode request;
        try {
            request = mapper.readTree(line);
        } catch (JacksonException e) {
            response.putNull("id");
            return error(response, -32700, "not JSON");
        }
        if (!request.has("id") || !request.has("method")) {
            return "";
        }
        response.set("id", request.get("id"));
        JsonNode parameters = request.path("params");
        return switch (request.path("method").asString("")) {
            case "initialize" -> initialize(response, parameters);
            case "ping" -> {
                response.putObject("result");
                yield response.toString();
            }
            case "tools/list" -> list(response, parameters);
            case "tools/call" -> call(response, parameters);
            default -> error(response, -32601, "method not found");
        };
    }

    private String initialize(ObjectNode response, JsonNode parameters) {
        String asked = parameters.path("protocolVersion").asString(NEWEST_SESSION_REVISION);
        ObjectNode result = response.putObject("result");
        // Revisions are dates, so the text order is their order.
        result.put("protocolVersion", asked.compareTo(NEWEST_SESSION_REVISION) > 0 ? NEWEST_SESSION_REVISION : asked);
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo")
                .put("name", "replay of " + recording.path("id").asString("a server"))
                .put("version", recording.path("version").asString("0"));
        return response.toString();
    }

    private String list(ObjectNode response, JsonNode parameters) {
        JsonNode tools = recording.path("tools");
        int start;
        try {
            start = Integer.parseInt(parameters.path("cursor").asString("0"));
        } catch (NumberFormatException e) {
            start = -1;
        }
        if (start < 0 || start > tools.size()) {
            return error(response, -32602, "unknown cursor");
        }
        ObjectNode result = response.putObject("result");
        var page = result.putArray("tools");
        int end = Math.min(tools.size(), start + pageSize);
        for (int i = start; i < end; i++) {
            page.add(tools.get(i));
        }
        if (end < tools.size()) {
            result.put("nextCursor", Integer.toString(end));
        }
        return response.toString();
    }

    private String call(ObjectNode response, JsonNode parameters) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        said.set("tool", parameters.path("name"));
        said.set("arguments", parameters.path("arguments"));
        response.putObject("result")
                .putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", said.toString());
        return response.toString();
    }

    private static String error(ObjectNode response, int code, String message) {
        response.putObject("error").put("code", code).put("message", message);
        return response.toString();
    }
}
