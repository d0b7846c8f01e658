// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.boot.Engine;
import ai.casys.core.boot.EngineOptions;
import ai.casys.core.boot.Program;
import ai.casys.core.settings.Edition;
import ai.casys.core.settings.Overrides;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code casys serve}: the engine of this home, in the foreground. */
@Command(name = "serve", description = "Run the gateway: MCP at /mcp, REST at /api/v1.")
final class ServeCommand implements Callable<Integer> {

    @Mixin
    private final Session session;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Config file with mcpServers (default $CASYS_HOME/casys.json).")
    private @Nullable Path config;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default 127.0.0.1).")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on (default 3003; 0 for any).")
    private @Nullable Integer port;

    @Option(
            names = "--edition",
            paramLabel = "NAME",
            description = "core or cloud; refuses to start if it is not there.")
    private @Nullable String edition;

    @Option(names = "--idle-exit", hidden = true, description = "End after so long without a client, such as 15m.")
    private @Nullable String idleExit;

    ServeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path home = session.home();
        EngineOptions options = new EngineOptions(
                new Overrides(
                        Optional.ofNullable(config).map(Path::toAbsolutePath),
                        Optional.ofNullable(host),
                        Optional.ofNullable(port),
                        Optional.ofNullable(edition).map(ServeCommand::edition)),
                Optional.ofNullable(idleExit).map(ServeCommand::duration));
        LogConfigurator.engine(BackgroundEngine.log(home));
        try (StopSignal signal = new StopSignal();
                Engine engine = Engine.start(session.environment(), options)) {
            signal.closes(engine);
            session.console().line("casys " + Program.about().version() + " is ready");
            session.console().line("  MCP endpoint  " + engine.url() + "/mcp");
            session.console().line("  status        " + engine.url() + "/api/v1/status, or: casys status");
            session.console().line("  config        " + engine.configFile());
            engine.awaitStopRequest();
        }
        return 0;
    }

    private static Edition edition(String name) {
        return switch (name) {
            case "core" -> Edition.CORE;
            case "cloud" -> Edition.CLOUD;
            default ->
                throw new CasysException(
                        ErrorCategory.INVALID_INPUT, "--edition \"" + name + "\" is neither core nor cloud");
        };
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse("PT" + text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT, "--idle-exit \"" + text + "\" is not a duration such as 15m", e);
        }
    }
}
