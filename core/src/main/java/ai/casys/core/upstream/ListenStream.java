// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProgressParams;
import ai.casys.shared.transport.CallListener;
import ai.casys.shared.transport.McpCall;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stream on which one connection to a modern server hears of changes (revision 2026-07-28, "Subscriptions"). One
 * virtual thread keeps it open until the connection ends, and replaces it when other resources are wanted: the next
 * stream is acknowledged before the former is taken back, so that nothing is missed. Each stream has one more virtual
 * thread that waits for its end.
 */
final class ListenStream {

    private static final Logger LOG = LoggerFactory.getLogger(ListenStream.class);
    private static final Duration ACKNOWLEDGEMENT = Duration.ofSeconds(5);
    private static final Duration FOREVER = Duration.ofDays(3650);

    private final String server;
    private final McpClient client;
    private final Backoff backoff;
    private final Changes changes;
    private final ObjectNode kinds;
    private final Object lock = new Object();
    private Set<String> wanted;
    private long version = 1;
    private long heard;
    private boolean refused;

    /** Who wants to know. */
    interface Changes {

        /** The server said something on the stream; must return quickly. */
        void heard(JsonRpcNotification notification);

        /** Something may have changed while there was no stream; must return quickly. */
        void missed();
    }

    /** What comes on the very response stream, which only HTTP has. */
    private final class Ear implements CallListener {

        @Override
        public boolean wantsProgress() {
            return false;
        }

        @Override
        public void progress(ProgressParams progress) {}

        @Override
        public void notification(JsonRpcNotification notification) {
            if (notification.method().equals(McpMethods.SUBSCRIPTIONS_ACKNOWLEDGED)) {
                acknowledged(notification.params().orElse(RawJson.EMPTY_OBJECT));
                return;
            }
            changes.heard(notification);
        }
    }

    /** One stream and how it stands. */
    private static final class Listening {
        private final McpCall call;
        private final long version;
        private boolean acknowledged;
        private boolean over;

        Listening(McpCall call, long version) {
            this.call = call;
            this.version = version;
        }
    }

    private Optional<Listening> fresh = Optional.empty();

    /**
     * A stream that is not open yet.
     *
     * @param wanted addresses of resources
     */
    ListenStream(String server, McpClient client, Pace pace, Set<String> wanted, Changes changes) {
        this.server = server;
        this.client = client;
        this.backoff = new Backoff(pace, () -> ThreadLocalRandom.current().nextLong());
        this.wanted = wanted;
        this.changes = changes;
        this.kinds = kinds(client.server().capabilities().tree());
    }

    /** Opens it; returns at once. */
    void start() {
        Thread.ofVirtual().name("listen-" + server).start(this::run);
    }

    /** The resources that shall be told of from now on. */
    void want(Set<String> uris) {
        synchronized (lock) {
            wanted = uris;
            version++;
            lock.notifyAll();
        }
    }

    /**
     * Waits for a moment until the server has heard what is wanted now.
     *
     * @return whether the server can tell of changes at all
     */
    boolean awaitHeard(Duration limit) throws InterruptedException {
        long end = System.nanoTime()
                + Math.min(limit.toNanos(), ACKNOWLEDGEMENT.multipliedBy(2).toNanos());
        synchronized (lock) {
            long mine = version;
            while (heard < mine && !refused && client.isOpen() && end - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(lock, Math.max(1, end - System.nanoTime()));
            }
            return !refused;
        }
    }

    /** The server has agreed to a stream. */
    void acknowledged(RawJson params) {
        JsonNode id = params.tree().path("_meta").path("io.modelcontextprotocol/subscriptionId");
        synchronized (lock) {
            fresh.filter(listening -> id.isMissingNode()
                            || id.asString("").equals(listening.call.id().toString()))
                    .ifPresent(listening -> listening.acknowledged = true);
            lock.notifyAll();
        }
    }

    private void run() {
        Optional<Listening> former = Optional.empty();
        boolean gap = false;
        try {
            while (client.isOpen()) {
                Optional<Listening> next = awaitSomethingToOpen();
                if (next.isEmpty()) {
                    return;
                }
                long begin = System.nanoTime();
                awaitAcknowledgement(next.get());
                former.ifPresent(old -> old.call.cancel("another stream has taken its place"));
                former = next;
                if (gap) {
                    changes.missed();
                    gap = false;
                }
                if (awaitEndOrChange(next.get())) {
                    former = Optional.empty();
                    gap = true;
                    backoff.failed(Duration.ofNanos(System.nanoTime() - begin));
                    rest(backoff.nextDelay());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TransportException e) {
            LOG.debug("server \"{}\": the stream of changes ended: {}", server, e.getMessage());
        } finally {
            synchronized (lock) {
                lock.notifyAll();
            }
        }
    }

    /** Empty when there is nothing to wait for any more. */
    private Optional<Listening> awaitSomethingToOpen() throws InterruptedException {
        Set<String> uris;
        long opening;
        synchronized (lock) {
            while (wanted.isEmpty() && kinds.isEmpty() && !refused && client.isOpen()) {
                heard = version;
                lock.notifyAll();
                // The end of the connection is not told here, so it is looked for.
                lock.wait(ACKNOWLEDGEMENT.toMillis());
            }
            if (refused || !client.isOpen()) {
                return Optional.empty();
            }
            uris = wanted;
            opening = version;
        }
        return Optional.of(open(uris, opening));
    }

    private Listening open(Set<String> uris, long opening) {
        McpCall call = client.send(McpMethods.SUBSCRIPTIONS_LISTEN, Optional.of(params(uris)), new Ear());
        Listening listening = new Listening(call, opening);
        synchronized (lock) {
            fresh = Optional.of(listening);
        }
        Thread.ofVirtual().name("listening-" + server).start(() -> awaitEnd(listening));
        return listening;
    }

    private void awaitEnd(Listening listening) {
        boolean unknown = false;
        try {
            listening.call.await(FOREVER);
        } catch (JsonRpcException e) {
            unknown = e.error().code() == JsonRpcError.METHOD_NOT_FOUND;
            LOG.debug("server \"{}\" refuses to tell of changes: {}", server, e.getMessage());
        } catch (TransportException e) {
            LOG.debug("server \"{}\": the stream of changes ended: {}", server, e.getMessage());
        }
        synchronized (lock) {
            listening.over = true;
            refused |= unknown;
            lock.notifyAll();
        }
    }

    private void awaitAcknowledgement(Listening listening) throws InterruptedException {
        long end = System.nanoTime() + ACKNOWLEDGEMENT.toNanos();
        synchronized (lock) {
            while (!listening.acknowledged && !listening.over && end - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(lock, Math.max(1, end - System.nanoTime()));
            }
            if (!listening.over) {
                heard = Math.max(heard, listening.version);
            }
            lock.notifyAll();
        }
    }

    /** Returns true when the stream has ended, false when another one is wanted. */
    private boolean awaitEndOrChange(Listening listening) throws InterruptedException {
        synchronized (lock) {
            while (!listening.over && version == listening.version) {
                lock.wait();
            }
            return listening.over;
        }
    }

    private void rest(Duration delay) throws InterruptedException {
        long end = System.nanoTime() + delay.toNanos();
        synchronized (lock) {
            while (!refused && client.isOpen() && end - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(lock, Math.clamp(end - System.nanoTime(), 1, ACKNOWLEDGEMENT.toNanos()));
            }
        }
    }

    private RawJson params(Set<String> uris) {
        ObjectNode notifications = kinds.deepCopy();
        if (!uris.isEmpty()) {
            ArrayNode list = notifications.putArray("resourceSubscriptions");
            uris.stream().sorted().forEach(list::add);
        }
        return RawObject.EMPTY.with("notifications", RawJson.of(notifications)).toRawJson();
    }

    /** The lists whose changes the server can tell of. */
    private static ObjectNode kinds(JsonNode capabilities) {
        ObjectNode kinds = JsonNodeFactory.instance.objectNode();
        for (String list : new String[] {"tools", "prompts", "resources"}) {
            if (capabilities.path(list).path("listChanged").asBoolean(false)) {
                kinds.put(list + "ListChanged", true);
            }
        }
        return kinds;
    }
}
