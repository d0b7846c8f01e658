// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.Owner;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.settings.ServerDefinition;
import ai.casys.core.settings.UpstreamSettings;
import ai.casys.core.upstream.SupervisedServer.Farewell;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Implementation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
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
    private final CredentialSource credentials;
    private final ScopedConnections scoped;
    private final Object lock = new Object();
    private final Map<String, SupervisedServer> servers = new HashMap<>();
    private final Map<String, SupervisedServer> leaving = new HashMap<>();
    private Optional<String> loggedFrom = Optional.empty();
    private boolean closed;

    /**
     * No servers yet; {@link #reconcile} brings them.
     *
     * @param home {@code $CASYS_HOME}; logs go to {@code logs/servers}, process records to {@code run/children}
     * @param environment what every child gets besides its own variables
     * @param self how the gateway introduces itself to the servers
     * @param standing who is there when a server says or asks something outside of any call
     * @param credentials whose credentials a caller uses
     */
    public UpstreamServers(
            UpstreamSettings settings,
            Path home,
            BaseEnvironment environment,
            Implementation self,
            UpstreamListener listener,
            StandingClients standing,
            CredentialSource credentials,
            InstantSource clock) {
        this(
                new Surroundings(
                        home,
                        settings,
                        Pace.NORMAL,
                        self,
                        new ServerConnector(home, settings, environment),
                        listener,
                        standing,
                        clock,
                        () -> ThreadLocalRandom.current().nextLong()),
                credentials,
                ScopeLimits.NORMAL);
    }

    UpstreamServers(Surroundings surroundings, CredentialSource credentials, ScopeLimits limits) {
        this.surroundings = surroundings;
        this.credentials = credentials;
        this.scoped = new ScopedConnections(surroundings, credentials, limits);
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
            scoped.reconcile(wanted);
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
                    SupervisedServer server = new SupervisedServer(
                            definition, name, Optional.ofNullable(leaving.get(name)), surroundings);
                    server.features().logLevel(loggedFrom);
                    fresh.add(server);
                    return server;
                });
            }
        }
        fresh.forEach(SupervisedServer::start);
    }

    /** Where every wanted server stands, by name. */
    public List<ServerStatus> statuses() {
        return all().values().stream().map(SupervisedServer::status).toList();
    }

    /**
     * Calls a tool and waits for its answer, at most until the context's deadline or the configured call timeout,
     * whichever is earlier. A call that was sent is never repeated, except once to a server that refused it because it
     * had forgotten our session (HTTP status 404), and so has not begun it.
     *
     * @param arguments a JSON object, passed on as it is
     * @return the {@code result} of {@code tools/call}, byte for byte; it may say {@code isError}
     * @throws UpstreamErrorException if the server answers with a JSON-RPC error
     * @throws CasysException NOT_FOUND if there is no such server, UNAVAILABLE if it is not ready, OVERLOADED if too
     *     many calls wait for it, TIMEOUT, CANCELLED, or UPSTREAM_FAILED if it dies, breaks the protocol or says too much
     */
    public RawJson call(String server, String tool, RawJson arguments, CallContext context) {
        return perform(server, ServerRequest.toolCall(tool, arguments, context), context);
    }

    /**
     * Sends any other request for the sake of a client and waits for its answer, under the same rules as {@link #call}.
     *
     * @param params with the server's own names and addresses; those entries of {@code _meta} that describe a connection
     *     are replaced by what holds between us and the server
     * @return the {@code result} as the server wrote it; an {@code InputRequiredResult} only if the context's client
     *     takes one
     * @throws UpstreamErrorException if the server answers with a JSON-RPC error
     * @throws CasysException as {@link #call}
     */
    public RawJson request(String server, String method, RawJson params, CallContext context) {
        return perform(server, new ServerRequest(method, params), context);
    }

    /** The servers that are ready and declare this capability, such as {@code prompts}, by name in alphabetical order. */
    public List<String> having(String capability) {
        return all().entrySet().stream()
                .filter(server -> server.getValue().features().has(capability))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The era of the protocol that a server speaks; empty while it is not connected, and for unknown servers. */
    public Optional<Era> era(String server) {
        SupervisedServer found;
        synchronized (lock) {
            found = servers.get(server);
        }
        return Optional.ofNullable(found).flatMap(known -> known.features().era());
    }

    /**
     * Everything of one kind that a server lists, all pages, in the server's order and bytes. It is read once and kept
     * until the server says that it has changed, or is connected anew. What comes after 1,000 pages, 10,000 entries or
     * 64 MiB is left out.
     *
     * @param limit longest wait
     * @param caller whose credentials are used; what is kept is shared by those who use the same
     * @return empty if the server does not declare the capability
     * @throws UpstreamErrorException if the server answers with a JSON-RPC error
     * @throws CasysException as {@link #call}
     */
    public List<RawJson> list(String server, ListKind kind, Duration limit, Caller caller) {
        SupervisedServer everybodys = find(server);
        CredentialScope scope = credentials.scope(everybodys.definition(), caller);
        if (scope.equals(CredentialScope.SHARED)) {
            return everybodys.features().list(kind, limit);
        }
        try (ScopedConnections.Lease lease = scoped.borrow(everybodys.definition(), scope)) {
            return lease.server().features().list(kind, limit);
        }
    }

    /**
     * Asks a server to tell the listener of every change of a resource. Counted: the server is asked once, and again
     * after a reconnect, until {@link #unsubscribe} was called as often.
     *
     * @throws UpstreamErrorException if the server refuses
     * @throws CasysException INVALID_INPUT if the server does not offer this, or the caller has credentials of its own,
     *     OVERLOADED after 10,000 of them, or as {@link #call}
     */
    public void subscribe(String server, String uri, CallContext context) {
        SupervisedServer everybodys = find(server);
        if (!credentials.scope(everybodys.definition(), context.caller()).equals(CredentialScope.SHARED)) {
            // Updates are told to whoever subscribed to the address, whatever the credentials.
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "server \"" + server + "\" tells of changes of its resources only to those who use the configured "
                            + "credentials; read the resource again instead");
        }
        everybodys.features().subscribe(uri, context);
    }

    /** Takes one subscription back; unknown ones, and unknown servers, are ignored. */
    public void unsubscribe(String server, String uri) {
        SupervisedServer found;
        synchronized (lock) {
            found = servers.get(server);
        }
        if (found != null) {
            found.features().unsubscribe(uri);
        }
    }

    /**
     * Passes on to every server that logs, now and later, which messages are wanted. Does not wait for them.
     *
     * @param level the least severe ones, by their name in the protocol; empty when nobody wants any
     */
    public void logLevel(Optional<String> level) {
        Map<String, SupervisedServer> told;
        synchronized (lock) {
            loggedFrom = level;
            told = Map.copyOf(servers);
        }
        told.values().forEach(server -> server.features().logLevel(level));
        scoped.logLevel(level);
    }

    /** Tells those servers that the roots of one of this user's clients have changed that nobody else has used. */
    public void rootsChanged(Owner user) {
        all().values().forEach(server -> server.features().rootsChanged(user));
        scoped.rootsChanged(user);
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
            all.addAll(scoped.stop());
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

    /** The connections with credentials other than those of the configuration. */
    ScopedConnections scoped() {
        return scoped;
    }

    private RawJson perform(String server, ServerRequest request, CallContext context) {
        SupervisedServer everybodys = find(server);
        CredentialScope scope = credentials.scope(everybodys.definition(), context.caller());
        if (scope.equals(CredentialScope.SHARED)) {
            return everybodys.calls().call(request, context);
        }
        try (ScopedConnections.Lease lease = scoped.borrow(everybodys.definition(), scope)) {
            return lease.server().calls().call(request, context);
        }
    }

    private SupervisedServer find(String server) {
        SupervisedServer found;
        synchronized (lock) {
            found = servers.get(server);
        }
        if (found == null) {
            throw new CasysException(
                    ErrorCategory.NOT_FOUND,
                    "there is no server \"" + server + "\"; the configured ones are " + List.copyOf(all().keySet()));
        }
        return found;
    }

    /** By name, in alphabetical order. */
    private SequencedMap<String, SupervisedServer> all() {
        synchronized (lock) {
            return new TreeMap<>(servers);
        }
    }
}
