// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import ai.casys.core.e2e.EngineProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The real gateway as a process, in front of given servers. */
final class ConformanceEngine implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final EngineProcess engine;

    private ConformanceEngine(EngineProcess engine) {
        this.engine = engine;
    }

    /** Starts it with these servers, exposed as {@code casys.expose} says. */
    static ConformanceEngine start(Path home, String expose, Map<String, ObjectNode> servers) {
        ObjectNode config = JsonMapper.shared().createObjectNode();
        ObjectNode entries = config.putObject("mcpServers");
        servers.forEach(entries::set);
        config.putObject("casys").put("expose", expose);
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve("casys.json"), config.toPrettyString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ConformanceEngine(EngineProcess.start(home).ready());
    }

    EngineProcess process() {
        return engine;
    }

    /** Waits until a server is ready; returns why it is not, or an empty text. */
    String whyNotReady(String server) {
        try {
            EngineProcess.await(
                    "ready: " + server,
                    LIMIT,
                    () -> state(server).path("state").asString().equals("ready"));
            return "";
        } catch (AssertionError e) {
            return "the gateway does not reach " + server + ": " + state(server);
        }
    }

    private JsonNode state(String server) {
        return engine.json("/api/v1/status")
                .path("servers")
                .valueStream()
                .filter(entry -> entry.path("name").asString().equals(server))
                .findFirst()
                .orElseGet(() -> JsonMapper.shared().createObjectNode());
    }

    @Override
    public void close() {
        engine.close();
    }
}
