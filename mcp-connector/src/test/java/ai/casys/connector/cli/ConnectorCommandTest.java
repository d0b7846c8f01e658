// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConnectorCommandTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void serversThatWorkAreReportedWithVersionAndToolsAndSeeNoneOfOurSecrets(@TempDir Path home) throws IOException {
        ObjectNode servers = MAPPER.createObjectNode();
        add(servers, "one", "good").putObject("env").put("GREETING", "hello");
        servers.putObject("old").put("type", "sse").put("url", "http://localhost/sse");
        servers.putObject("off").put("command", "x").put("disabled", true);
        assertThat(run("check", "--json", "--config", file(home, servers))).isEqualTo(0);
        JsonNode reports = MAPPER.readTree(out.toString()).path("servers");
        assertThat(reports.at("/0/status").asString()).isEqualTo("works");
        assertThat(reports.at("/0/protocolVersion").asString()).isEqualTo("2025-03-26");
        assertThat(reports.at("/0/tools").asInt()).isEqualTo(1);
        assertThat(reports.at("/1/status").asString()).isEqualTo("skipped");
        assertThat(reports.at("/2/reason").asString()).contains("disabled");
    }

    @Test
    void brokenServersAreExplainedAndDoNotSpoilTheOthers(@TempDir Path home) throws IOException {
        ObjectNode servers = MAPPER.createObjectNode();
        add(servers, "exits", "exits");
        add(servers, "hangs", "hangs");
        servers.putObject("away").put("url", "http://127.0.0.1:1/mcp");
        servers.putObject("missing").put("command", "no-such-program-here");
        add(servers, "fine", "good");
        assertThat(run("check", "--timeout", "6", "--config", file(home, servers)))
                .isEqualTo(69);
        assertThat(out.toString())
                .contains("API_KEY is not set")
                .contains("raise --timeout, now 6 s")
                .contains("http://127.0.0.1:1/mcp\" cannot be reached")
                .contains("was not found on the PATH")
                .contains("works    fine: MCP 2025-03-26, 0 tools");
    }

    @Test
    void aServerThatRunsAlreadyIsAskedOverHttpWithItsHeaders(@TempDir Path home) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/mcp", exchange -> {
            try (exchange) {
                boolean known = "Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"));
                byte[] body = """
                        {"jsonrpc":"2.0","id":1,"result":{"supportedVersions":["2026-07-28"],"capabilities":{}}}""".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(known ? 200 : 401, known ? body.length : -1);
                if (known) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
            ObjectNode servers = MAPPER.createObjectNode();
            servers.putObject("known").put("url", url).putObject("headers").put("Authorization", "Bearer t");
            servers.putObject("stranger").put("url", url);
            assertThat(run("check", "--config", file(home, servers))).isEqualTo(69);
            assertThat(out.toString())
                    .contains("works    known: MCP 2026-07-28, 0 tools")
                    .contains("needs authorization")
                    .contains("put a valid Authorization");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aBadFileIsAConfigurationError(@TempDir Path home) throws IOException {
        Map<String, String> cases = Map.of(
                "{", "line 1",
                "[]", "mcpServers",
                "{\"mcpServers\":{\"a\":{}}}", "needs a \"command\" or a \"url\"",
                "{\"mcpServers\":{\"a\":{\"url\":\"ftp://x\"}}}", "http or https",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"args\":\"y\"}}}", "array of strings",
                "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"env\":{\"B\":1}}}}", "\"B\"");
        for (Map.Entry<String, String> one : cases.entrySet()) {
            Path file = home.resolve("servers.json");
            Files.writeString(file, one.getKey());
            assertThat(run("check", "--config", file.toString())).isEqualTo(78);
            assertThat(err.toString()).contains(one.getValue());
        }
        assertThat(run("check", "--config", home.resolve("none.json").toString()))
                .isEqualTo(78);
        assertThat(err.toString()).contains("does not exist").doesNotContain("Exception");
    }

    @Test
    void wrongArgumentsAreAUsageError() {
        assertThat(run()).isEqualTo(64);
        assertThat(run("check")).isEqualTo(64);
        assertThat(run("check", "--config", "x", "--timeout", "0")).isEqualTo(64);
        assertThat(run("no-such-command")).isNotEqualTo(0);
    }

    private int run(String... arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("SECRET_OF_OURS", "x");
        return new ConnectorCommand(environment, new PrintWriter(out, true), new PrintWriter(err, true)).run(arguments);
    }

    private static ObjectNode add(ObjectNode servers, String name, String kind) {
        ObjectNode server = servers.putObject(name);
        server.put(
                "command",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        server.putArray("args")
                .add("-XX:TieredStopAtLevel=1")
                .add("-cp")
                .add(System.getProperty("java.class.path"))
                .add(SmallServer.class.getName())
                .add(kind);
        return server;
    }

    private static String file(Path home, ObjectNode servers) throws IOException {
        Path file = home.resolve("mcp.json");
        ObjectNode root = MAPPER.createObjectNode();
        root.set("mcpServers", servers);
        Files.writeString(file, root.toString());
        return file.toString();
    }
}
