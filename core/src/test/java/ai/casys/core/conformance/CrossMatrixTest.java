// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.e2e.EngineProcess;
import ai.casys.core.e2e.Npm;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Real clients of both eras, one gateway, the fixture behind it in all its forms, and everything one can do. */
@Tag("peers")
@Tag("slow")
class CrossMatrixTest {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    @TempDir
    Path folder;

    /** A client: its name in lists and in the table, the era it speaks, and its program, if it is one of Node. */
    private record Client(String label, String title, String era, String program) {

        boolean can(Behaviour behaviour) {
            return !program.isEmpty() || JavaPeer.can(behaviour);
        }
    }

    private static final List<Client> CLIENTS = List.of(
            new Client("typescript-v2", "TypeScript SDK 2.4.0, 2026-07-28", "modern", "peers/typescript-v2.mjs"),
            new Client("typescript-v1", "TypeScript SDK 1.32.2, 2025-11-25", "legacy", "peers/typescript-v1.mjs"),
            new Client("java", "Java SDK 2.1.0, 2025-11-25", "legacy", ""));

    /** How the clients speak to the gateway, and with which servers behind it all is tried that way. */
    private enum Way {
        HTTP,
        STDIO;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        List<Upstream> upstreams() {
            return switch (this) {
                case HTTP -> List.of(Upstream.values());
                case STDIO -> List.of(Upstream.MODERN_HTTP, Upstream.LEGACY_STDIO);
            };
        }
    }

    /** A line of the table. */
    private record Line(Client client, Way way, Upstream upstream) {

        String entry(Behaviour behaviour) {
            String caller = way == Way.HTTP ? client.label() : client.label() + "-over-" + way.label();
            return caller + " " + upstream.label() + " " + behaviour.label();
        }
    }

    @Test
    void everyClientDoesEverythingWithEveryServer() throws Exception {
        Npm npm = Npm.require("client", "sdk");
        for (Client client : CLIENTS) {
            assertThat(alone(npm, client))
                    .as("%s without the gateway", client.label())
                    .allSatisfy((_, problem) -> assertThat(problem).isEmpty());
        }
        Map<Line, Map<Behaviour, String>> results = through(npm);

        List<String> failed = new ArrayList<>();
        StringBuilder evidence = new StringBuilder();
        StringBuilder page = new StringBuilder("| client | over | server behind");
        for (Behaviour behaviour : Behaviour.values()) {
            page.append(" | ").append(behaviour.label());
        }
        page.append(" |\n|---|---|---")
                .append("|---".repeat(Behaviour.values().length))
                .append("|\n");
        results.forEach((line, problems) -> {
            page.append("| ").append(line.client().title());
            page.append(" | ").append(line.way().label());
            page.append(" | ").append(line.upstream().label());
            for (Behaviour behaviour : Behaviour.values()) {
                String problem = problems.getOrDefault(behaviour, "not tried");
                boolean can = line.client().can(behaviour);
                page.append(can ? problem.isEmpty() ? " | ✓" : " | ✗" : " | –");
                if (can && !problem.isEmpty()) {
                    failed.add(line.entry(behaviour));
                    evidence.append(line.entry(behaviour))
                            .append("\n    ")
                            .append(problem)
                            .append('\n');
                }
            }
            page.append(" |\n");
        });
        Path report = Files.writeString(
                Files.createDirectories(Path.of("target", "conformance")).resolve("matrix-failures.txt"), evidence);
        ConformancePage.part("cross matrix", page.toString());
        KnownFailures.compare("matrix", failed, report);
    }

    private Map<Behaviour, String> alone(Npm npm, Client client) throws Exception {
        try (Fixture fixture = Fixture.start(npm, client.era())) {
            ArrayNode servers = MAPPER.createArrayNode();
            servers.add(server(client.label(), "", ""));
            return run(npm, client, new Downstream.Endpoint(fixture.url()), servers)
                    .get(client.label());
        }
    }

    private Map<Line, Map<Behaviour, String>> through(Npm npm) throws Exception {
        Path home = folder.resolve("home");
        try (Fixture modern = Fixture.start(npm, Upstream.MODERN_HTTP.era());
                Fixture legacy = Fixture.start(npm, Upstream.LEGACY_HTTP.era())) {
            Map<String, ObjectNode> entries = new LinkedHashMap<>();
            for (Upstream upstream : Upstream.values()) {
                Fixture running = upstream.era().equals("modern") ? modern : legacy;
                entries.put(
                        upstream.label(),
                        upstream.http() ? running.httpEntry() : Fixture.stdioEntry(npm, upstream.era()));
            }
            Map<Line, Map<Behaviour, String>> results = new LinkedHashMap<>();
            try (ConformanceEngine engine = ConformanceEngine.start(home, "all", entries)) {
                for (Upstream upstream : Upstream.values()) {
                    assertThat(engine.whyNotReady(upstream.label())).isEmpty();
                }
                for (Client client : CLIENTS) {
                    for (Way way : Way.values()) {
                        Map<String, Map<Behaviour, String>> found =
                                run(npm, client, downstream(way, engine, home), servers(way.upstreams()));
                        way.upstreams()
                                .forEach(upstream ->
                                        results.put(new Line(client, way, upstream), found.get(upstream.label())));
                    }
                }
            }
            return results;
        }
    }

    private static Downstream downstream(Way way, ConformanceEngine engine, Path home) {
        return switch (way) {
            case HTTP -> new Downstream.Endpoint(engine.process().url().resolve("/mcp"));
            case STDIO -> new Downstream.Program(EngineProcess.command("stdio"), Map.of("CASYS_HOME", home.toString()));
        };
    }

    private static ArrayNode servers(List<Upstream> upstreams) {
        ArrayNode servers = MAPPER.createArrayNode();
        for (Upstream upstream : upstreams) {
            servers.add(server(upstream.label(), upstream.label() + "__", "casys." + upstream.label() + "+"));
        }
        return servers;
    }

    private static ObjectNode server(String name, String toolPrefix, String uriPrefix) {
        return MAPPER.createObjectNode()
                .put("name", name)
                .put("toolPrefix", toolPrefix)
                .put("uriPrefix", uriPrefix);
    }

    /** What went wrong, by server and behaviour; an empty text where nothing did. */
    private Map<String, Map<Behaviour, String>> run(Npm npm, Client client, Downstream downstream, ArrayNode servers)
            throws Exception {
        return client.program().isEmpty() ? java(downstream, servers) : node(npm, client, downstream, servers);
    }

    private Map<String, Map<Behaviour, String>> node(Npm npm, Client client, Downstream downstream, ArrayNode servers)
            throws IOException, InterruptedException {
        ObjectNode plan = downstream.plan();
        plan.set("servers", servers);
        Path errors = Files.createTempFile(folder, client.label(), ".err");
        ProcessBuilder builder = new ProcessBuilder(
                npm.newestNode(), Fixture.resource(client.program()).toString(), plan.toString());
        builder.environment().put("CASYS_TEST_NPM", npm.folder().toString());
        Process process = builder.redirectError(Redirect.to(errors.toFile())).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        if (process.exitValue() != 0) {
            String why = Files.readString(errors)
                    .lines()
                    .filter(line -> line.contains("Error"))
                    .findFirst()
                    .orElse("exit " + process.exitValue());
            return refused(servers, "no connection: " + why.strip());
        }
        Map<String, Map<Behaviour, String>> results = new LinkedHashMap<>();
        JsonNode said = MAPPER.readTree(out);
        for (JsonNode server : servers) {
            Map<Behaviour, String> problems = new LinkedHashMap<>();
            JsonNode found = said.path(server.path("name").asString());
            for (Behaviour behaviour : Behaviour.values()) {
                problems.put(behaviour, found.path(behaviour.label()).asString("not tried"));
            }
            results.put(server.path("name").asString(), problems);
        }
        return results;
    }

    private static Map<String, Map<Behaviour, String>> java(Downstream downstream, ArrayNode servers) {
        Map<String, Map<Behaviour, String>> results = new LinkedHashMap<>();
        try (JavaPeer peer = new JavaPeer(downstream)) {
            for (JsonNode server : servers) {
                Map<Behaviour, String> problems = new LinkedHashMap<>();
                for (Behaviour behaviour : Behaviour.values()) {
                    if (JavaPeer.can(behaviour)) {
                        problems.put(behaviour, attempt(peer, behaviour, server));
                    }
                }
                results.put(server.path("name").asString(), problems);
            }
        }
        return results;
    }

    private static String attempt(JavaPeer peer, Behaviour behaviour, JsonNode server) {
        try {
            peer.attempt(
                    behaviour,
                    server.path("toolPrefix").asString(),
                    server.path("uriPrefix").asString());
            return "";
        } catch (RuntimeException | AssertionError e) {
            return e.toString().replaceAll("\\s+", " ");
        }
    }

    private static Map<String, Map<Behaviour, String>> refused(ArrayNode servers, String why) {
        Map<String, Map<Behaviour, String>> results = new LinkedHashMap<>();
        for (JsonNode server : servers) {
            Map<Behaviour, String> problems = new LinkedHashMap<>();
            for (Behaviour behaviour : Behaviour.values()) {
                problems.put(behaviour, why);
            }
            results.put(server.path("name").asString(), problems);
        }
        return results;
    }
}
