// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.transport.CallListener;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.TransportException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The resources of one server whose changes somebody wants to hear of, counted. A legacy server is asked for each of
 * them once, and again on a new connection; of a modern one the {@link ListenStream} asks for all together. Whoever
 * wants the first subscription of a resource, or gives up the last one, does so on its own thread while others wait for
 * it; the lock is not held meanwhile.
 */
final class Subscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final int MOST = 10_000;

    private final String server;
    private final Pace pace;
    private final ServerSituation situation;
    private final ServerCalls calls;
    private final ListenStream.Changes changes;
    private final Object lock = new Object();
    private final Map<String, Entry> entries = new HashMap<>();
    private Optional<ListenStream> stream = Optional.empty();

    /** One resource: how many want it, and whether the server is being told so or otherwise right now. */
    private static final class Entry {
        private int count = 1;
        private boolean settled;
    }

    Subscriptions(
            String server, Pace pace, ServerSituation situation, ServerCalls calls, ListenStream.Changes changes) {
        this.server = server;
        this.pace = pace;
        this.situation = situation;
        this.calls = calls;
        this.changes = changes;
    }

    /** There is a new connection, whose server knows of nothing yet. */
    void connected(McpClient client) {
        boolean modern = client.server().protocolVersion().era() == Era.MODERN;
        Set<String> wanted;
        synchronized (lock) {
            wanted = Set.copyOf(entries.keySet());
            stream = modern ? Optional.of(new ListenStream(server, client, pace, wanted, changes)) : Optional.empty();
        }
        stream().ifPresent(ListenStream::start);
        if (!modern && !wanted.isEmpty()) {
            Thread.ofVirtual().name("subscribe-" + server).start(() -> restore(client, wanted));
        }
    }

    /** The connection is over. */
    void disconnected() {
        stream().ifPresent(ListenStream::close);
    }

    /** Whether the server is asked to tell of this resource, or of one that contains it. */
    boolean concerns(JsonRpcNotification notification) {
        String changed = notification
                .params()
                .map(params -> params.tree().path("uri").asString(""))
                .orElse("");
        synchronized (lock) {
            return entries.containsKey(changed) || entries.keySet().stream().anyMatch(changed::startsWith);
        }
    }

    /** Counts one more; the first has the server told. */
    void subscribe(String uri, CallContext context) {
        if (!begin(uri, context)) {
            return;
        }
        boolean done = false;
        try {
            ask(uri, context);
            done = true;
        } finally {
            settle(uri, done);
        }
    }

    /** Counts one less; the last has the server told, which may fail without a word. */
    void unsubscribe(String uri) {
        Optional<ListenStream> listening;
        synchronized (lock) {
            Entry entry = entries.get(uri);
            if (entry == null || !entry.settled) {
                return;
            }
            entry.count--;
            if (entry.count > 0) {
                return;
            }
            entry.settled = false;
            listening = stream;
        }
        try {
            if (listening.isPresent()) {
                listening.get().want(wantedWithout(uri));
            } else if (situation.open().isPresent()) {
                calls.call(
                        new ServerRequest(McpMethods.RESOURCES_UNSUBSCRIBE, params(uri)),
                        CallContext.of(Caller.LOCAL, pace.checkTimeout()));
            }
        } catch (CasysException e) {
            LOG.debug("server \"{}\" goes on telling of {}: {}", server, uri, e.getMessage());
        } finally {
            settle(uri, false);
        }
    }

    private void ask(String uri, CallContext context) {
        McpClient client = calls.ready(context);
        JsonNode resources = client.server().capabilities().tree().path("resources");
        if (!resources.path("subscribe").asBoolean(false)) {
            throw notOffered();
        }
        if (client.server().protocolVersion().era() == Era.LEGACY) {
            calls.call(new ServerRequest(McpMethods.RESOURCES_SUBSCRIBE, params(uri)), context);
            return;
        }
        Optional<ListenStream> listening = stream();
        listening.ifPresent(open -> open.want(wanted()));
        try {
            if (listening.isPresent() && !listening.get().awaitHeard(context.remaining())) {
                throw notOffered();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasysException(ErrorCategory.CANCELLED, "the wait for a subscription was interrupted", e);
        }
    }

    private CasysException notOffered() {
        return new CasysException(
                ErrorCategory.INVALID_INPUT, "server \"" + server + "\" does not tell of changes of its resources");
    }

    /** Whether the server has to be told; waits while it is being told otherwise. */
    private boolean begin(String uri, CallContext context) {
        long end = System.nanoTime() + context.remaining().toNanos();
        try (Cancellation.Registration _ = context.cancellation().onCancel(this::wake)) {
            synchronized (lock) {
                while (true) {
                    Entry entry = entries.get(uri);
                    if (entry == null) {
                        if (entries.size() >= MOST) {
                            throw new CasysException(
                                    ErrorCategory.OVERLOADED,
                                    "there are " + MOST + " subscriptions to resources of server \"" + server
                                            + "\" already; take some back");
                        }
                        entries.put(uri, new Entry());
                        return true;
                    }
                    if (entry.settled) {
                        entry.count++;
                        return false;
                    }
                    if (context.cancellation().isCancelled()) {
                        throw new CasysException(ErrorCategory.CANCELLED, "the subscription was withdrawn");
                    }
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        throw new CasysException(
                                ErrorCategory.TIMEOUT,
                                "server \"" + server + "\" did not answer another subscription to \"" + uri
                                        + "\" in time");
                    }
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasysException(ErrorCategory.CANCELLED, "the wait for a subscription was interrupted", e);
        }
    }

    private void settle(String uri, boolean subscribed) {
        synchronized (lock) {
            Entry entry = entries.get(uri);
            if (entry != null && subscribed) {
                entry.settled = true;
            } else {
                entries.remove(uri);
            }
            lock.notifyAll();
        }
    }

    private void restore(McpClient client, Set<String> wanted) {
        for (String uri : wanted) {
            try {
                client.send(McpMethods.RESOURCES_SUBSCRIBE, Optional.of(params(uri)), CallListener.NONE)
                        .await(pace.checkTimeout());
            } catch (JsonRpcException e) {
                LOG.warn("server \"{}\" does not tell of {} any more: {}", server, uri, e.getMessage());
            } catch (TransportException e) {
                if (!client.isOpen()) {
                    return;
                }
                LOG.warn("server \"{}\" could not be asked to tell of {}: {}", server, uri, e.getMessage());
            }
        }
    }

    private Optional<ListenStream> stream() {
        synchronized (lock) {
            return stream;
        }
    }

    private Set<String> wanted() {
        synchronized (lock) {
            return Set.copyOf(entries.keySet());
        }
    }

    private Set<String> wantedWithout(String uri) {
        synchronized (lock) {
            return Set.copyOf(entries.keySet().stream()
                    .filter(other -> !other.equals(uri))
                    .toList());
        }
    }

    private void wake() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    private static RawJson params(String uri) {
        return RawObject.EMPTY.with("uri", uri).toRawJson();
    }
}
