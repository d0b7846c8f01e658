// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.Tool;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Our client as the official conformance suite wants to see it: it runs this main with the address of its server as the
 * last argument, and says in the environment which scenario is to be gone through.
 */
final class ConformanceClient {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final McpClient client;

    private ConformanceClient(McpClient client) {
        this.client = client;
    }

    /** Goes through one scenario. */
    public static void main(String[] arguments) {
        URI uri = URI.create(arguments[arguments.length - 1]);
        HttpEndpoint endpoint = new HttpEndpoint(uri, Map.of(), Duration.ofSeconds(5), 4 << 20, _ -> true);
        String scenario = Objects.requireNonNullElse(System.getenv("MCP_CONFORMANCE_SCENARIO"), "");
        RawJson capabilities = RawJson.parse("{\"roots\":{},\"sampling\":{},\"elicitation\":{}}");
        McpClientOptions options = new McpClientOptions(
                new Implementation("casys-conformance", "1"),
                capabilities,
                LIMIT,
                Optional.empty(),
                ServerMessages.IGNORE);
        try (McpClient client = McpClient.connect(new HttpTransport(endpoint), options)) {
            new ConformanceClient(client).run(scenario);
        }
    }

    private void run(String scenario) {
        List<Tool> tools = client.listTools(LIMIT);
        switch (scenario) {
            case "http-custom-headers" -> contextCalls();
            case "initialize", "json-schema-ref-no-deref" -> {
                // The list of tools is all there is.
            }
            case "http-standard-headers" -> {
                callAll(tools);
                each("resources/list", "resources", "resources/read", "uri");
                each("prompts/list", "prompts", "prompts/get", "name");
            }
            case "json-schema-2020-12-preservation" -> echoSchema(tools);
            default -> callAll(tools);
        }
    }

    private void callAll(List<Tool> tools) {
        for (Tool tool : tools) {
            RawObject arguments = RawObject.EMPTY;
            for (Map.Entry<String, JsonNode> property :
                    tool.inputSchema().path("properties").properties()) {
                arguments = arguments.with(
                        property.getKey(),
                        RawJson.parse(example(property.getValue().path("type").asString(""))));
            }
            call(tool.name(), arguments.toRawJson());
        }
    }

    private static String example(String type) {
        return switch (type) {
            case "number", "integer" -> "3";
            case "boolean" -> "true";
            case "object" -> "{}";
            case "array" -> "[]";
            default -> "\"x\"";
        };
    }

    private void contextCalls() {
        JsonNode context =
                RawJson.parse(System.getenv("MCP_CONFORMANCE_CONTEXT")).tree();
        for (JsonNode call : context.path("toolCalls")) {
            call(call.path("name").asString(), RawJson.of(call.path("arguments")));
        }
    }

    private void echoSchema(List<Tool> tools) {
        Tool rich = tools.getFirst();
        RawJson schema = RawObject.of(rich.definition()).get("inputSchema").orElseThrow();
        call("json_schema_echo", RawObject.EMPTY.with("schema", schema).toRawJson());
    }

    private void each(String listing, String member, String method, String key) {
        RawJson list = ask(listing, RawJson.EMPTY_OBJECT);
        for (JsonNode entry : list.tree().path(member)) {
            ask(method, RawObject.EMPTY.with(key, entry.path(key).asString()).toRawJson());
        }
    }

    private void call(String tool, RawJson arguments) {
        ask(
                McpMethods.TOOLS_CALL,
                RawObject.EMPTY.with("name", tool).with("arguments", arguments).toRawJson());
    }

    private RawJson ask(String method, RawJson params) {
        return client.send(method, Optional.of(params), CallListener.NONE).await(LIMIT);
    }
}
