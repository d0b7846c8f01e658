// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.EngineStatus;
import ai.casys.core.boot.Engine;
import ai.casys.core.boot.EngineOptions;
import ai.casys.core.settings.Environment;
import ai.casys.core.settings.LoadedSettings;
import ai.casys.core.settings.Overrides;
import ai.casys.core.settings.SettingsLoader;
import ai.casys.core.settings.StartupRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * The checks of {@code casys doctor}. Where an engine runs, it is asked; where none does, one is started on a free port
 * for the length of the check, so that what is checked is what would run.
 */
final class Checkup {

    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(45);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Environment environment;
    private final EngineLocator locator;
    private final List<Finding> findings = new ArrayList<>();

    Checkup(Environment environment, EngineLocator locator) {
        this.environment = environment;
        this.locator = locator;
    }

    List<Finding> run() {
        checkJava();
        Optional<LoadedSettings> settings = checkSettings();
        if (settings.isEmpty()) {
            return findings;
        }
        checkHome(settings.get().settings().home());
        Optional<EngineAddress> running = locator.running();
        if (running.isPresent()) {
            findings.add(Finding.ok("engine", "runs at " + running.get()));
            checkRunning(running.get());
            return findings;
        }
        findings.add(Finding.ok("engine", "none runs; one is started for this check"));
        checkPort(settings.get());
        checkFresh(settings.get());
        return findings;
    }

    private void checkJava() {
        String version = "Java " + Runtime.version() + " in " + System.getProperty("java.home");
        findings.add(
                Runtime.version().feature() >= 25
                        ? Finding.ok("java", version)
                        : Finding.failure("java", version, "install a JDK 25 or newer and set JAVA_HOME to it"));
    }

    private Optional<LoadedSettings> checkSettings() {
        SettingsLoader loader = SettingsLoader.of(environment.variables(), environment.userHome(), Overrides.NONE);
        try {
            LoadedSettings loaded = loader.load();
            StartupRules.check(loaded);
            boolean present = Files.exists(loader.configFile());
            findings.add(
                    present
                            ? Finding.ok(
                                    "config",
                                    loader.configFile() + ", "
                                            + loaded.servers().definitions().size() + " servers")
                            : Finding.warning(
                                    "config",
                                    loader.configFile() + " does not exist, so there are only the built-in tools",
                                    "casys init imports the servers of your other clients"));
            loaded.servers()
                    .warnings()
                    .forEach(
                            warning -> findings.add(Finding.warning("config", warning, "edit " + loader.configFile())));
            return Optional.of(loaded);
        } catch (CasysException e) {
            findings.add(Finding.failure("config", e.getMessage(), "edit " + loader.configFile()));
            return Optional.empty();
        }
    }

    private void checkHome(Path home) {
        try {
            Files.createDirectories(home);
            Path probe = Files.createTempFile(home, "doctor", null);
            Files.delete(probe);
            long free = Files.getFileStore(home).getUsableSpace() >> 20;
            findings.add(
                    free >= 512
                            ? Finding.ok("home", home + ", writable, " + free + " MiB free")
                            : Finding.warning(
                                    "home", home + " has only " + free + " MiB free", "free some space there"));
        } catch (IOException e) {
            findings.add(Finding.failure(
                    "home",
                    home + " cannot be written: " + e.getMessage(),
                    "set CASYS_HOME to a folder that this user may write"));
        }
    }

    private void checkPort(LoadedSettings loaded) {
        String host = loaded.settings().http().host();
        int port = loaded.settings().http().port();
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            findings.add(Finding.ok("port", host + ":" + port + " is free"));
        } catch (IOException e) {
            findings.add(Finding.failure(
                    "port",
                    host + ":" + port + " cannot be opened: " + e.getMessage(),
                    "stop the program that listens there, or choose another with --port or CASYS_PORT"));
        }
    }

    private void checkRunning(EngineAddress address) {
        try (EngineClient client = new EngineClient(address)) {
            JsonNode status = client.get("/api/v1/status");
            boolean ready = client.answers("/health/ready");
            findings.add(
                    ready
                            ? Finding.ok("database", "answers")
                            : Finding.failure("database", "does not answer", "see the engine's log"));
            status.path("problems")
                    .forEach(problem -> findings.add(
                            Finding.warning("config", problem.asString(""), "edit the configuration file")));
            status.path("servers")
                    .forEach(server -> report(
                            server.path("name").asString(""),
                            server.path("state").asString(""),
                            server.path("tools").asInt(0),
                            Optional.ofNullable(server.path("last_error").asString(null)),
                            Optional.ofNullable(server.path("log_file").asString(null))));
        }
    }

    private void checkFresh(LoadedSettings loaded) {
        Overrides anyPort = new Overrides(Optional.empty(), Optional.empty(), Optional.of(0), Optional.empty());
        try (Engine engine = Engine.start(environment, new EngineOptions(anyPort, Optional.empty()))) {
            findings.add(Finding.ok("database", "starts and answers"));
            EngineStatus status = settled(engine);
            status.problems().stream()
                    .filter(problem -> !loaded.servers().warnings().contains(problem))
                    .forEach(
                            problem -> findings.add(Finding.warning("config", problem, "edit the configuration file")));
            status.servers()
                    .forEach(server -> report(
                            server.name(), server.state(), server.tools(), server.lastError(), server.logFile()));
        } catch (CasysException e) {
            findings.add(Finding.failure("engine", e.getMessage(), "mend what it names and run casys doctor again"));
        }
    }

    private static EngineStatus settled(Engine engine) {
        Instant limit = Instant.now().plus(SETTLE_LIMIT);
        EngineStatus status = engine.status();
        while (Instant.now().isBefore(limit)
                && status.servers().stream().anyMatch(server -> server.state().equals("starting"))) {
            LockSupport.parkNanos(POLL.toNanos());
            status = engine.status();
        }
        return status;
    }

    private void report(String name, String state, int tools, Optional<String> lastError, Optional<String> log) {
        String what = "server " + name;
        if (state.equals("ready")) {
            findings.add(Finding.ok(what, tools + " tools"));
            return;
        }
        String detail = state + lastError.map(error -> ": " + error).orElse("");
        findings.add(Finding.failure(
                what,
                detail,
                "try its command by hand, and check its entry in the configuration file"
                        + log.map(file -> "; its own words are in " + file).orElse("")));
    }
}
