// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.About;
import ai.casys.core.api.EngineStatus;
import ai.casys.core.api.ServerSummary;
import ai.casys.core.builtin.BuiltinServers;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.gateway.Gateway;
import ai.casys.core.settings.LoadedServers;
import ai.casys.core.settings.Settings;
import ai.casys.core.upstream.ServerStatus;
import ai.casys.core.upstream.UpstreamServers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the engine is, put together on demand. Safe for any number of threads. */
final class StatusReport {

    private static final Logger log = LoggerFactory.getLogger(StatusReport.class);

    private final Instant startedAt = Instant.now();
    private final About about;
    private final Settings settings;
    private final BuiltinServers builtin;
    private final UpstreamServers upstream;
    private final Catalog catalog;
    private final Gateway gateway;
    private final VirtualGateways virtualServers;
    private final Supplier<List<String>> models;
    private final BooleanSupplier ready;
    private volatile LoadedServers servers;
    private volatile Optional<String> refusal = Optional.empty();

    /** @param models what is wrong with models of the user's own */
    StatusReport(
            About about,
            Settings settings,
            LoadedServers servers,
            BuiltinServers builtin,
            UpstreamServers upstream,
            Catalog catalog,
            Gateway gateway,
            VirtualGateways virtualServers,
            Supplier<List<String>> models,
            BooleanSupplier ready) {
        this.about = about;
        this.settings = settings;
        this.servers = servers;
        this.builtin = builtin;
        this.upstream = upstream;
        this.catalog = catalog;
        this.gateway = gateway;
        this.virtualServers = virtualServers;
        this.models = models;
        this.ready = ready;
        complain(servers);
    }

    /** The configuration file now names these servers. */
    void configured(LoadedServers changed) {
        servers = changed;
        refusal = Optional.empty();
        complain(changed);
    }

    /** The configuration file cannot be used any more. */
    void refused(String problem) {
        refusal = Optional.of(problem);
        log.warn("The configuration file was changed but cannot be used, so the running one stays: {}", problem);
    }

    /** How it is now. */
    EngineStatus now() {
        List<String> problems = new ArrayList<>();
        refusal.ifPresent(problem -> problems.add("the configuration file is not in use: " + problem));
        problems.addAll(servers.warnings());
        int withheld = catalog.snapshot().withheld().size();
        if (withheld > 0) {
            problems.add((withheld == 1 ? "1 tool is" : withheld + " tools are")
                    + " withheld until somebody approves; see: casys tools --doubtful");
        }
        problems.addAll(virtualServers.problems());
        problems.addAll(models.get());
        List<ServerSummary> summaries = new ArrayList<>();
        builtin.names().forEach(name -> summaries.add(builtin(name)));
        upstream.statuses().forEach(status -> summaries.add(summary(status)));
        servers.problems().forEach(problem -> summaries.add(misconfigured(problem)));
        summaries.sort(Comparator.comparing(ServerSummary::name));
        return new EngineStatus(
                about.version(),
                settings.mode().name().toLowerCase(Locale.ROOT),
                startedAt,
                ready.getAsBoolean(),
                catalog.snapshot().tools().size(),
                gateway.sessionCount() + virtualServers.sessionCount(),
                problems,
                virtualServers.summaries(),
                summaries);
    }

    private static void complain(LoadedServers servers) {
        servers.warnings().forEach(warning -> log.warn("{}", warning));
        servers.problems()
                .forEach(problem -> log.warn("Server {} is not started: {}", problem.name(), problem.message()));
    }

    private ServerSummary builtin(String name) {
        return new ServerSummary(
                name,
                "ready",
                true,
                builtin.tools(name).size(),
                Optional.of(startedAt),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }

    private static ServerSummary misconfigured(LoadedServers.ServerProblem problem) {
        return new ServerSummary(
                problem.name(),
                "misconfigured",
                false,
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.of(problem.message()),
                Optional.empty());
    }

    private static ServerSummary summary(ServerStatus status) {
        return new ServerSummary(
                status.name(),
                status.state().name().toLowerCase(Locale.ROOT),
                false,
                status.toolCount(),
                Optional.of(status.since()),
                status.facts().map(facts -> facts.protocolVersion().text()),
                status.restarts(),
                status.lastError(),
                Optional.of(status.logFile().toString()));
    }
}
