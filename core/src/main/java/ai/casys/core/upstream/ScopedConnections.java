// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.Owner;
import ai.casys.core.settings.ServerDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections with credentials other than those of the configuration: opened when somebody of their scope calls,
 * shared within the scope, closed when nobody has used them for a while, and never more than so many. One that is in use
 * is never closed for the sake of another. For any number of threads; the lock guards a few fields, and a virtual thread
 * watches for idle connections while there are any.
 */
final class ScopedConnections {

    private static final Logger LOG = LoggerFactory.getLogger(ScopedConnections.class);

    private final Surroundings surroundings;
    private final CredentialSource credentials;
    private final ScopeLimits limits;
    private final Object lock = new Object();
    private final Map<ConnectionKey, Connection> open = new HashMap<>();
    private final List<Connection> ending = new ArrayList<>();
    private Map<String, ServerDefinition> configured = Map.of();
    private Optional<String> loggedFrom = Optional.empty();
    private boolean watched;
    private boolean closed;

    /** One connection; its counters are guarded by the lock. */
    private static final class Connection {
        private final ConnectionKey key;
        private final int number;
        private final SupervisedServer server;
        private int users;
        private long unusedSince;

        Connection(ConnectionKey key, int number, SupervisedServer server) {
            this.key = key;
            this.number = number;
            this.server = server;
        }
    }

    /** The right to use a connection until it is closed; closing it twice changes nothing. */
    final class Lease implements AutoCloseable {
        private final Connection connection;
        private final AtomicBoolean over = new AtomicBoolean();

        private Lease(Connection connection) {
            this.connection = connection;
        }

        SupervisedServer server() {
            return connection.server;
        }

        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                synchronized (lock) {
                    connection.users--;
                    connection.unusedSince = System.nanoTime();
                }
            }
        }
    }

    ScopedConnections(Surroundings everybodys, CredentialSource credentials, ScopeLimits limits) {
        this.surroundings = everybodys.ofOneScope();
        this.credentials = credentials;
        this.limits = limits;
    }

    /**
     * The connection of a scope, opened if there is none; it may have to be waited for, as any server.
     *
     * @throws CasysException OVERLOADED if there are too many in use; UNAVAILABLE if the server is not configured like
     *     that any more; what the source of the credentials throws
     */
    Lease borrow(ServerDefinition server, CredentialScope scope) {
        ConnectionKey key = new ConnectionKey(server, scope);
        synchronized (lock) {
            Connection known = open.get(key);
            if (known != null) {
                return lease(known);
            }
        }
        ServerDefinition complete = credentials.complete(server, scope);
        if (!complete.name().equals(server.name())) {
            throw new IllegalStateException(
                    "server \"" + server.name() + "\" became \"" + complete.name() + "\" by its credentials");
        }
        boolean fresh = false;
        Lease lease;
        synchronized (lock) {
            Connection known = open.get(key);
            if (known == null) {
                known = open(key, complete);
                fresh = true;
            }
            lease = lease(known);
        }
        if (fresh) {
            lease.server().start();
        }
        return lease;
    }

    /** From now on these servers are configured, by name; connections to others end. */
    void reconcile(Map<String, ServerDefinition> wanted) {
        synchronized (lock) {
            configured = Map.copyOf(wanted);
            List.copyOf(open.values()).stream()
                    .filter(connection -> !isConfigured(connection.key.server()))
                    .forEach(this::end);
        }
    }

    /** The least severe log messages wanted from now on. */
    void logLevel(Optional<String> level) {
        List<Connection> told;
        synchronized (lock) {
            loggedFrom = level;
            told = List.copyOf(open.values());
        }
        told.forEach(connection -> connection.server.features().logLevel(level));
    }

    /** Tells those servers that the roots of one of this user's clients have changed that nobody else has used. */
    void rootsChanged(Owner user) {
        List<Connection> told;
        synchronized (lock) {
            told = List.copyOf(open.values());
        }
        told.forEach(connection -> connection.server.features().rootsChanged(user));
    }

    /** Opens none any more and has all end; returns those that have to be waited for. */
    List<SupervisedServer> stop() {
        synchronized (lock) {
            closed = true;
            List.copyOf(open.values()).forEach(this::end);
            lock.notifyAll();
            return ending.stream().map(connection -> connection.server).toList();
        }
    }

    /** Where every open connection stands. */
    Map<ConnectionKey, ServerStatus> statuses() {
        synchronized (lock) {
            return open.values().stream()
                    .collect(Collectors.toMap(
                            connection -> connection.key, connection -> connection.server.status(), (one, _) -> one));
        }
    }

    private Lease lease(Connection connection) {
        connection.users++;
        return new Lease(connection);
    }

    private Connection open(ConnectionKey key, ServerDefinition complete) {
        String name = complete.name();
        if (closed || !isConfigured(key.server())) {
            throw new CasysException(
                    ErrorCategory.UNAVAILABLE,
                    "server \"" + name + "\" is not available: its configuration has just changed; try again");
        }
        makeRoom(name);
        int number = freeNumber();
        Optional<SupervisedServer> predecessor = ending.stream()
                .filter(former -> key.succeeds(former.key))
                .reduce((_, later) -> later)
                .map(former -> former.server);
        SupervisedServer server = new SupervisedServer(complete, name + "." + number, predecessor, surroundings);
        server.features().logLevel(loggedFrom);
        LOG.info("server \"{}\" is connected once more, for credential scope {}", name, key.scope());
        Connection connection = new Connection(key, number, server);
        open.put(key, connection);
        watch();
        return connection;
    }

    /** Called under the lock. */
    private void makeRoom(String server) {
        ending.removeIf(connection -> connection.server.hasEnded());
        if (ending.size() >= limits.most()) {
            throw overloaded(server, "are ending still");
        }
        if (open.size() >= limits.most()) {
            long now = System.nanoTime();
            Connection longestUnused = open.values().stream()
                    .filter(connection -> connection.users == 0)
                    .max(Comparator.comparingLong(connection -> now - connection.unusedSince))
                    .orElseThrow(() -> overloaded(server, "are in use, which is the limit"));
            end(longestUnused);
        }
    }

    private CasysException overloaded(String server, String what) {
        return new CasysException(
                ErrorCategory.OVERLOADED,
                "server \"" + server + "\" cannot be connected with these credentials now: " + limits.most()
                        + " connections with credentials of their own " + what + "; nothing was sent, try again later");
    }

    /** Numbers are used again, so that the logs of all that ever was do not fill the disk. */
    private int freeNumber() {
        Set<Integer> taken =
                open.values().stream().map(connection -> connection.number).collect(Collectors.toSet());
        ending.forEach(connection -> taken.add(connection.number));
        int number = 1;
        while (taken.contains(number)) {
            number++;
        }
        return number;
    }

    private boolean isConfigured(ServerDefinition server) {
        return server.equals(configured.get(server.name()));
    }

    /** Called under the lock; the server ends on threads of its own. */
    private void end(Connection connection) {
        open.remove(connection.key);
        ending.add(connection);
        connection.server.stop(SupervisedServer.Farewell.NOTHING);
    }

    private void watch() {
        if (!watched) {
            watched = true;
            Thread.ofVirtual().name("upstream-scopes").start(this::endUnused);
        }
    }

    private void endUnused() {
        synchronized (lock) {
            try {
                while (!open.isEmpty()) {
                    TimeUnit.NANOSECONDS.timedWait(lock, nanosToNextEnd());
                    List.copyOf(open.values()).stream()
                            .filter(connection -> connection.users == 0 && nanosLeft(connection) <= 0)
                            .forEach(this::end);
                    ending.removeIf(connection -> connection.server.hasEnded());
                }
            } catch (InterruptedException _) {
                // Nobody but a runtime that is going away interrupts this thread.
                Thread.currentThread().interrupt();
            } finally {
                watched = false;
            }
        }
    }

    /** One that is in use now cannot be due before a whole time limit has passed. */
    private long nanosToNextEnd() {
        long next = open.values().stream()
                .filter(connection -> connection.users == 0)
                .mapToLong(this::nanosLeft)
                .reduce(limits.idle().toNanos(), Math::min);
        return Math.max(next, 1_000_000);
    }

    private long nanosLeft(Connection connection) {
        return connection.unusedSince + limits.idle().toNanos() - System.nanoTime();
    }
}
