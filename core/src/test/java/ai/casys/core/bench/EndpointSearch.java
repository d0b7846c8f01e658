// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.e2e.EngineProcess;
import ai.casys.shared.mcp.Tool;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code search_tools} as a client meets it: a whole engine, one connection, one call after another. */
final class EndpointSearch {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private EndpointSearch() {}

    static void measure(Map<String, List<Tool>> servers, int warmUp, int count, Report report, Supplier<String> intents)
            throws IOException {
        Path home = Files.createTempDirectory("casys-bench").toRealPath();
        try (ReplayEndpoints endpoints = new ReplayEndpoints(servers)) {
            Files.writeString(home.resolve("casys.json"), endpoints.config().toString());
            Path script = Path.of(System.getProperty("casys.launcher"));
            try (EngineProcess engine = EngineProcess.startByScript(home, script)
                    .ready()
                    .serversReady(servers.keySet().toArray(String[]::new))) {
                String session = open(engine);
                Bench.Times times = new Bench.Times();
                for (int i = -warmUp; i < count; i++) {
                    String body = call(i + warmUp + 2, intents.get());
                    long start = System.nanoTime();
                    HttpResponse<byte[]> answer = engine.mcp(session, body);
                    if (i >= 0) {
                        times.add(System.nanoTime() - start);
                    }
                    String said = new String(answer.body(), StandardCharsets.UTF_8);
                    if (!said.contains("structuredContent")) {
                        throw new IllegalStateException("search_tools answered " + said);
                    }
                }
                report.add("endpoint", times)
                        .add("endpoint_resident", Memory.residentMegabytes(engine.process()), "MB");
            }
        } finally {
            Folders.delete(home);
        }
    }

    private static String call(int id, String intent) {
        ObjectNode request = MAPPER.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", id).put("method", "tools/call");
        request.putObject("params")
                .put("name", "search_tools")
                .putObject("arguments")
                .put("intent", intent);
        return request.toString();
    }

    private static String open(EngineProcess engine) {
        return engine.mcp("", """
                        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
                        "capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}""").headers().firstValue("Mcp-Session-Id").orElseThrow();
    }
}
