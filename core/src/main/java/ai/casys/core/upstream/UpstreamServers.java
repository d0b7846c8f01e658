// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.settings.ServerDefinition;
import ai.casys.core.settings.UpstreamSettings;
import ai.casys.core.upstream.SupervisedServer.Farewell;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Implementation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers behind the gateway, each looked after on its own, so that none can hurt another. For any number of
 * threads. The lock guards two maps and is never held while something blocks; starting, stopping and restarting happen on
 * the servers' own threads.
 */
public final class UpstreamServers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamServers.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private final Surroundings surroundings;
    private final Object lock = new Object();
    private final Map<String, SupervisedServer> servers = new HashMap<>();
    private final Map<String, SupervisedServer> leaving = new HashMap<>();
    private boolean closed;

    /**
     * No servers yet; {@link #reconcile} brings them.
     *
     * @param home {@code $CASYS_HOME}; logs go to {@code logs/servers}, process records to {@code run/children}
     * @param environment what every child gets besides its own variables
     * @param self how the gateway introduces itself to the servers
     */
    public UpstreamServers(
            UpstreamSettings settings,
            Path home,
            BaseEnvironment environment,
            Implementation self,
            UpstreamListener listener,
            InstantSource clock) {
        this(new Surroundings(
                home,
                settings,
                Pace.NORMAL,
                self,
                new ServerConnector(home, settings, environment),
                listener,
                clock,
                () -> ThreadLocalRandom.current().nextLong()));
    }

    UpstreamServers(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Makes the servers those that are wanted: new ones are started, ones with another definition restarted, the rest is
     * not touched. Returns at once; the listener hears how it goes. Does nothing after {@link #close}.
     *
     * @param wanted by name
     */
    public void reconcile(Map<String, ServerDefinition> wanted) {
        List<SupervisedServer> fresh = new ArrayList<>();
        synchronized (lock) {
            if (closed) {
                return;
            }
            leaving.values().removeIf(SupervisedServer::hasEnded);
            for (SupervisedServer server : List.copyOf(servers.values())) {
                String name = server.definition().name();
                ServerDefinition definition = wanted.get(name);
                if (!server.definition().equals(definition)) {
                    servers.remove(name);
                    leaving.put(name, server);
                    server.stop(definition == null ? Farewell.REMOVED : Farewell.DOWN);
                }
            }
            for (ServerDefinition definition : wanted.values()) {
                servers.computeIfAbsent(definition.name(), name -> {
                    SupervisedServer server =
                            new SupervisedServer(definition, Optional.ofNullable(leaving.get(name)), surroundings);
                    fresh.add(server);
                    return server;
                });
            }
        }
        fresh.forEach(SupervisedServer::start);
    }

    /** Where every wanted server stands, by name. */
    public List<ServerStatus> statuses() {
        Map<String, SupervisedServer> sorted;
        synchronized (lock) {
            sorted = new TreeMap<>(servers);
        }
        return sorted.values().stream().map(SupervisedServer::status).toList();
    }

    /**
     * Calls a tool and waits for its answer, at most until the context's deadline or the configured call timeout,
     * whichever is earlier. A call that was sent is never repeated.
     *
     * @param arguments a JSON object, passed on as it is
     * @return the {@code result} of {@code tools/call}, byte for byte; it may say {@code isError}
     * @throws UpstreamErrorException if the server answers with a JSON-RPC error
     * @throws CasysException NOT_FOUND if there is no such server, UNAVAILABLE if it is not ready, OVERLOADED if too
     *     many calls wait for it, TIMEOUT, CANCELLED, or UPSTREAM_FAILED if it dies, breaks the protocol or says too much
     */
    public RawJson call(String server, String tool, RawJson arguments, CallContext context) {
        SupervisedServer found;
        synchronized (lock) {
            found = servers.get(server);
        }
        if (found == null) {
            throw new CasysException(
                    ErrorCategory.NOT_FOUND,
                    "there is no server \"" + server + "\"; the configured ones are " + names());
        }
        return found.call(tool, arguments, context);
    }

    /**
     * Takes no more calls, lets those under way end within a grace period, then ends all servers and every process they
     * started, all at the same time. Blocks until that is done. Nothing is told to the listener.
     */
    @Override
    public void close() {
        List<SupervisedServer> all = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            servers.values().forEach(server -> server.stop(Farewell.NOTHING));
            all.addAll(servers.values());
            all.addAll(leaving.values());
        }
        long end = System.nanoTime() + LONGEST_END.toNanos();
        try {
            for (SupervisedServer server : all) {
                if (!server.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    LOG.warn(
                            "server \"{}\" did not end in time",
                            server.definition().name());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> names() {
        synchronized (lock) {
            return servers.keySet().stream().sorted().toList();
        }
    }
}
