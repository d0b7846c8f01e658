// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import ai.casys.core.boot.EngineFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole program as a process of its own, on a home of its own, for tests that treat it as its users do. */
public final class EngineProcess implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path home;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    private EngineProcess(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    /** Starts {@code casys serve} on a free port; the config is what stands in {@code home/casys.json}. */
    public static EngineProcess start(Path home) {
        return start(home, command("serve", "--port", "0"), Map.of());
    }

    /** Starts it with further environment variables and one more entry of the class path. */
    public static EngineProcess start(Path home, Map<String, String> variables, Path classPathEntry) {
        List<String> command = command("serve", "--port", "0");
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, classPathEntry + java.io.File.pathSeparator + command.get(classPath));
        return start(home, command, variables);
    }

    /** Starts it as the start script does, with the flags of daily use. */
    public static EngineProcess startByScript(Path home, Path script) {
        return start(home, List.of(script.toString(), "serve", "--port", "0"), Map.of());
    }

    /** Starts it with the flags of daily use: by the script if this program was, else on this class path. */
    public static EngineProcess startForMeasuring(Path home) {
        String script = System.getProperty("casys.launcher", "");
        if (!script.isEmpty()) {
            return startByScript(home, Path.of(script));
        }
        List<String> command = command("serve", "--port", "0");
        command.set(command.indexOf("-XX:TieredStopAtLevel=1"), "-XX:+UseCompactObjectHeaders");
        command.addAll(
                1,
                List.of(
                        "--add-modules=jdk.incubator.vector",
                        "-Xms32m",
                        "-Xmn24m",
                        "-XX:SurvivorRatio=6",
                        "-XX:TargetSurvivorRatio=90",
                        "-XX:MinHeapFreeRatio=20",
                        "-XX:MaxHeapFreeRatio=40",
                        "-XX:-ShrinkHeapInSteps",
                        "-XX:TrimNativeHeapInterval=5000"));
        return start(home, command, Map.of("MALLOC_ARENA_MAX", "2"));
    }

    private static EngineProcess start(Path home, List<String> command, Map<String, String> variables) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            environment(builder, home);
            builder.environment().putAll(variables);
            Path log = home.resolve("test-engine.log");
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
            return new EngineProcess(home, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command line that runs the program under test. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "ai.casys.core.cli.Main"));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** Leaves the process nothing of this one's own settings. */
    public static void environment(ProcessBuilder builder, Path home) {
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("CASYS_")
                        || name.startsWith("DATABASE_")
                        || name.startsWith("ENABLE_")
                        || name.equals("GITHUB_CLIENT_ID"));
        builder.environment().put("CASYS_HOME", home.toString());
        // What a test is about is seldom the models, which take a second and some 100 MB.
        builder.environment().put("CASYS_SEARCH_MODELS", "none");
    }

    /** Waits until the engine is ready. */
    public EngineProcess ready() {
        await("engine ready", Duration.ofSeconds(90), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the engine ended: " + log());
            }
            return ownFile() && get("/health/ready").statusCode() == 200;
        });
        return this;
    }

    /** Waits until every named server is ready. */
    public EngineProcess serversReady(String... names) {
        await("servers ready " + Arrays.toString(names), Duration.ofSeconds(90), () -> {
            JsonNode servers = json("/api/v1/status").path("servers");
            long ready = servers.valueStream()
                    .filter(server ->
                            Arrays.asList(names).contains(server.path("name").asString()))
                    .filter(server -> server.path("state").asString().equals("ready"))
                    .count();
            return ready == names.length;
        });
        return this;
    }

    public URI url() {
        return EngineFile.read(home).orElseThrow().url();
    }

    public String token() {
        return EngineFile.read(home).orElseThrow().token();
    }

    public Process process() {
        return process;
    }

    public JsonNode json(String path) {
        return MAPPER.readTree(get(path).body());
    }

    public HttpResponse<byte[]> get(String path) {
        return send(HttpRequest.newBuilder(url().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .GET()
                .build());
    }

    /** Sends a message of 2025-11-25 to {@code /mcp}, in a session unless that is empty. */
    public HttpResponse<byte[]> mcp(String session, String message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url().resolve("/mcp"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message));
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
        }
        return send(request.build());
    }

    public HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public String log() {
        try {
            return Files.readString(home.resolve("test-engine.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends it as an operator does, and waits. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("the engine did not stop within 30 s: " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }

    /** Ends it as a power cut does, and waits. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }

    /** Waits for a condition that may also fail with an I/O error while things come up. */
    public static void await(String what, Duration limit, BooleanSupplier condition) {
        Instant end = Instant.now().plus(limit);
        Throwable last = null;
        while (Instant.now().isBefore(end)) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (RuntimeException e) {
                last = e;
            }
            LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("not within " + limit + ": " + what, last);
    }

    private boolean ownFile() {
        return EngineFile.read(home).filter(file -> file.pid() == process.pid()).isPresent();
    }
}
