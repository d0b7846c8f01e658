// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An MCP server on the standard streams whose tools are what a file says, and which announces when the file has changed.
 * Every call is answered with the description that the tool has at that moment.
 */
final class ShiftyServer {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path file;
    private final PrintStream out;

    private ShiftyServer(Path file, PrintStream out) {
        this.file = file;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        ShiftyServer server = new ShiftyServer(Path.of(arguments[0]), out);
        Thread.ofPlatform().daemon().start(server::watch);
        server.serve();
    }

    private void serve() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode message = MAPPER.readTree(line);
            if (message.has("id")) {
                answer(message);
            }
        }
    }

    private void answer(JsonNode message) throws IOException {
        ObjectNode answer = MAPPER.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", message.path("id"));
        switch (message.path("method").asString("")) {
            case "initialize" -> {
                ObjectNode result = answer.putObject("result").put("protocolVersion", "2025-11-25");
                result.putObject("capabilities").putObject("tools").put("listChanged", true);
                result.putObject("serverInfo").put("name", "shifty").put("version", "1");
            }
            case "ping" -> answer.putObject("result");
            case "tools/list" -> answer.putObject("result").set("tools", tools());
            case "tools/call" ->
                answer.putObject("result")
                        .putArray("content")
                        .addObject()
                        .put("type", "text")
                        .put("text", description(message.at("/params/name").asString("")));
            default -> answer.putObject("error").put("code", -32601).put("message", "no such method");
        }
        say(answer);
    }

    private JsonNode tools() throws IOException {
        return MAPPER.readTree(Files.readString(file));
    }

    private String description(String name) throws IOException {
        return tools().valueStream()
                .filter(tool -> tool.path("name").asString("").equals(name))
                .map(tool -> tool.path("description").asString(""))
                .findFirst()
                .orElse("no such tool");
    }

    private void watch() {
        try {
            FileTime seen = Files.getLastModifiedTime(file);
            while (true) {
                Thread.sleep(20);
                FileTime now = Files.getLastModifiedTime(file);
                if (!now.equals(seen)) {
                    seen = now;
                    say(MAPPER.createObjectNode()
                            .put("jsonrpc", "2.0")
                            .put("method", "notifications/tools/list_changed"));
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void say(ObjectNode message) {
        out.println(message);
    }
}
