// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.e2e.Npm;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    @Test
    void everyClientDoesEverythingWithEveryServer() throws Exception {
        Npm npm = Npm.require("client", "sdk");
        for (Client client : CLIENTS) {
            assertThat(alone(npm, client))
                    .as("%s without the gateway", client.label())
                    .allSatisfy((_, problem) -> assertThat(problem).isEmpty());
        }
        Map<Client, Map<Upstream, Map<Behaviour, String>>> results = through(npm);

        List<String> failed = new ArrayList<>();
        StringBuilder evidence = new StringBuilder();
        StringBuilder page = new StringBuilder("| client | server behind");
        for (Behaviour behaviour : Behaviour.values()) {
            page.append(" | ").append(behaviour.label());
        }
        page.append(" |\n|---|---")
                .append("|---".repeat(Behaviour.values().length))
                .append("|\n");
        for (Client client : CLIENTS) {
            for (Upstream upstream : Upstream.values()) {
                page.append("| ").append(client.title()).append(" | ").append(upstream.label());
                for (Behaviour behaviour : Behaviour.values()) {
                    String problem = results.get(client).get(upstream).getOrDefault(behaviour, "not tried");
                    page.append(client.can(behaviour) ? problem.isEmpty() ? " | ✓" : " | ✗" : " | –");
                    if (client.can(behaviour) && !problem.isEmpty()) {
                        String entry = client.label() + " " + upstream.label() + " " + behaviour.label();
                        failed.add(entry);
                        evidence.append(entry).append("\n    ").append(problem).append('\n');
                    }
                }
                page.append(" |\n");
            }
        }
        Path report = Files.writeString(
                Files.createDirectories(Path.of("target", "conformance")).resolve("matrix-failures.txt"), evidence);
        ConformancePage.part("cross matrix", page.toString());
        KnownFailures.compare("matrix", failed, report);
    }

    private Map<Behaviour, String> alone(Npm npm, Client client) throws Exception {
        try (Fixture fixture = Fixture.start(npm, client.era())) {
            ArrayNode servers = MAPPER.createArrayNode();
            servers.add(server(client.label(), "", ""));
            return run(npm, client, fixture.url(), servers).get(client.label());
        }
    }

    private Map<Client, Map<Upstream, Map<Behaviour, String>>> through(Npm npm) throws Exception {
        try (Fixture modern = Fixture.start(npm, Upstream.MODERN_HTTP.era());
                Fixture legacy = Fixture.start(npm, Upstream.LEGACY_HTTP.era())) {
            Map<String, ObjectNode> entries = new LinkedHashMap<>();
            ArrayNode servers = MAPPER.createArrayNode();
            for (Upstream upstream : Upstream.values()) {
                Fixture running = upstream.era().equals("modern") ? modern : legacy;
                entries.put(
                        upstream.label(),
                        upstream.http() ? running.httpEntry() : Fixture.stdioEntry(npm, upstream.era()));
                servers.add(server(upstream.label(), upstream.label() + "__", "casys." + upstream.label() + "+"));
            }
            Map<Client, Map<Upstream, Map<Behaviour, String>>> results = new LinkedHashMap<>();
            try (ConformanceEngine engine = ConformanceEngine.start(folder.resolve("home"), "all", entries)) {
                for (Upstream upstream : Upstream.values()) {
                    assertThat(engine.whyNotReady(upstream.label())).isEmpty();
                }
                URI endpoint = engine.process().url().resolve("/mcp");
                for (Client client : CLIENTS) {
                    Map<String, Map<Behaviour, String>> found = run(npm, client, endpoint, servers);
                    Map<Upstream, Map<Behaviour, String>> byUpstream = new LinkedHashMap<>();
                    for (Upstream upstream : Upstream.values()) {
                        byUpstream.put(upstream, found.get(upstream.label()));
                    }
                    results.put(client, byUpstream);
                }
            }
            return results;
        }
    }

    private static ObjectNode server(String name, String toolPrefix, String uriPrefix) {
        return MAPPER.createObjectNode()
                .put("name", name)
                .put("toolPrefix", toolPrefix)
                .put("uriPrefix", uriPrefix);
    }

    /** What went wrong, by server and behaviour; an empty text where nothing did. */
    private Map<String, Map<Behaviour, String>> run(Npm npm, Client client, URI endpoint, ArrayNode servers)
            throws Exception {
        return client.program().isEmpty() ? java(endpoint, servers) : node(npm, client, endpoint, servers);
    }

    private Map<String, Map<Behaviour, String>> node(Npm npm, Client client, URI endpoint, ArrayNode servers)
            throws IOException, InterruptedException {
        ObjectNode plan = MAPPER.createObjectNode().put("url", endpoint.toString());
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

    private static Map<String, Map<Behaviour, String>> java(URI endpoint, ArrayNode servers) {
        Map<String, Map<Behaviour, String>> results = new LinkedHashMap<>();
        try (JavaPeer peer = new JavaPeer(endpoint)) {
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
