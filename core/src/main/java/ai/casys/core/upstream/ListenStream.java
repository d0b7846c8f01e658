// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.Subscription;
import ai.casys.shared.transport.SubscriptionListener;
import ai.casys.shared.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stream on which one connection to a modern server hears of changes (revision 2026-07-28, "Subscriptions"). One
 * virtual thread keeps it open until the connection ends, and replaces it when other resources are wanted: the next
 * stream is acknowledged before the former is taken back, so that nothing is missed.
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

    /** One stream; its fields are guarded by the lock. */
    private final class Listening implements SubscriptionListener {

        private final long version;
        private boolean acknowledged;
        private boolean over;

        Listening(long version) {
            this.version = version;
        }

        @Override
        public void acknowledged(RawJson notifications) {
            change(() -> {
                acknowledged = true;
                heard = Math.max(heard, version);
            });
        }

        @Override
        public void notification(JsonRpcNotification notification) {
            changes.heard(notification);
        }

        @Override
        public void ended(String reason, Optional<JsonRpcError> refusal) {
            LOG.debug("server \"{}\" tells of no more changes: {}", server, reason);
            boolean unknown = refusal.filter(error -> error.code() == JsonRpcError.METHOD_NOT_FOUND)
                    .isPresent();
            change(() -> {
                over = true;
                refused |= unknown;
            });
        }
    }

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
        change(() -> {
            wanted = uris;
            version++;
        });
    }

    /** The connection is over. */
    void close() {
        change(() -> {});
    }

    /**
     * Waits for a moment until the server has heard what is wanted now.
     *
     * @return whether the server can tell of changes at all
     */
    boolean awaitHeard(Duration limit) throws InterruptedException {
        synchronized (lock) {
            long mine = version;
            await(
                    () -> heard >= mine || refused || !client.isOpen(),
                    limit.compareTo(ACKNOWLEDGEMENT) < 0 ? limit : ACKNOWLEDGEMENT);
            return !refused;
        }
    }

    private void run() {
        Optional<Subscription> former = Optional.empty();
        boolean gap = false;
        try {
            while (awaitSomethingToWant()) {
                long begin = System.nanoTime();
                Listening listening = listening();
                Subscription stream = client.listen(filter(), listening);
                awaitAcknowledgement(listening);
                former.ifPresent(Subscription::close);
                former = Optional.of(stream);
                if (gap) {
                    changes.missed();
                    gap = false;
                }
                if (endsBeforeAnotherIsWanted(listening)) {
                    former = Optional.empty();
                    gap = true;
                    backoff.failed(Duration.ofNanos(System.nanoTime() - begin));
                    rest(backoff.nextDelay());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TransportException e) {
            LOG.debug("server \"{}\" cannot be asked for changes any more: {}", server, e.getMessage());
        }
    }

    /** False when there will never be anything to hear. */
    private boolean awaitSomethingToWant() throws InterruptedException {
        synchronized (lock) {
            await(() -> !wanted.isEmpty() || !kinds.isEmpty() || isVain(), FOREVER);
            return !isVain();
        }
    }

    private Listening listening() {
        synchronized (lock) {
            return new Listening(version);
        }
    }

    private void awaitAcknowledgement(Listening listening) throws InterruptedException {
        synchronized (lock) {
            await(() -> listening.acknowledged || listening.over || !client.isOpen(), ACKNOWLEDGEMENT);
        }
    }

    private boolean endsBeforeAnotherIsWanted(Listening listening) throws InterruptedException {
        synchronized (lock) {
            await(() -> listening.over || version != listening.version || !client.isOpen(), FOREVER);
            return listening.over;
        }
    }

    private void rest(Duration delay) throws InterruptedException {
        synchronized (lock) {
            await(this::isVain, delay);
        }
    }

    private boolean isVain() {
        return refused || !client.isOpen();
    }

    /** Waits under the lock, at most so long. */
    private void await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean() && end - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(lock, Math.max(1_000_000, end - System.nanoTime()));
        }
    }

    private void change(Runnable change) {
        synchronized (lock) {
            change.run();
            lock.notifyAll();
        }
    }

    private RawJson filter() {
        ObjectNode filter = kinds.deepCopy();
        synchronized (lock) {
            if (!wanted.isEmpty()) {
                ArrayNode list = filter.putArray("resourceSubscriptions");
                wanted.stream().sorted().forEach(list::add);
            }
        }
        return RawJson.of(filter);
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
