// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.FinishedSearch;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What has happened and was not yet looked at. Any number of threads put in, without ever waiting; one takes out. Full is
 * full: what comes then is counted and lost, and a tenant has at most half of the room, so that one that floods does not
 * cost the others (there is one counter a tenant). The taker is woken only out of a long rest; while things come it looks by itself.
 */
final class Inbox {

    private static final int MOST = 20_000;
    private static final int MOST_OF_TENANT = MOST / 2;
    private static final long MOST_BYTES = 32L << 20;
    private static final long SHORT_REST = Duration.ofMillis(50).toNanos();

    /** Something to be done. */
    sealed interface Item {}

    /** @param bytes what it keeps in memory beyond itself */
    record Searched(FinishedSearch search, long bytes) implements Item {}

    /** @param bytes what it keeps in memory beyond itself */
    record Finished(FinishedCall call, long bytes) implements Item {}

    /** A wish that has to be met, whatever room there is. */
    record Wish(Runnable work) implements Item {}

    private final ConcurrentLinkedQueue<Item> items = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<TenantId, AtomicInteger> ofTenant = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean resting;
    private volatile Optional<Thread> taker = Optional.empty();

    void put(FinishedSearch search) {
        long kept = 2L * search.intent().length()
                + search.vectors().values().stream()
                        .mapToLong(vector -> 4L * vector.length)
                        .sum();
        if (hasRoom(search.caller().tenant(), kept)) {
            add(new Searched(search, kept));
        }
    }

    void put(FinishedCall call) {
        long kept = call.arguments().map(RawJson::size).orElse(0)
                + (long) call.result().map(RawJson::size).orElse(0);
        if (hasRoom(call.caller().tenant(), kept)) {
            add(new Finished(call, kept));
        }
    }

    void put(Wish wish) {
        add(wish);
    }

    private boolean hasRoom(TenantId tenant, long kept) {
        if (size.get() >= MOST || bytes.get() + kept > MOST_BYTES) {
            lost.incrementAndGet();
            return false;
        }
        if (ofTenant.computeIfAbsent(tenant, _ -> new AtomicInteger()).incrementAndGet() > MOST_OF_TENANT) {
            leave(tenant);
            lost.incrementAndGet();
            return false;
        }
        size.incrementAndGet();
        bytes.addAndGet(kept);
        return true;
    }

    private void leave(TenantId tenant) {
        Objects.requireNonNull(ofTenant.get(tenant), "a tenant without a count").decrementAndGet();
    }

    private void add(Item item) {
        items.add(item);
        if (resting) {
            taker.ifPresent(LockSupport::unpark);
        }
    }

    /** The next one, if there is any. Only the taker calls this. */
    Optional<Item> poll() {
        Item item = items.poll();
        switch (item) {
            case null -> {
                return Optional.empty();
            }
            case Searched searched -> left(searched.search().caller().tenant(), searched.bytes());
            case Finished finished -> left(finished.call().caller().tenant(), finished.bytes());
            case Wish _ -> {}
        }
        return Optional.of(item);
    }

    private void left(TenantId tenant, long kept) {
        leave(tenant);
        size.decrementAndGet();
        bytes.addAndGet(-kept);
    }

    /**
     * Waits until it may be worth looking again. Only the taker calls this.
     *
     * @param idle whether nothing has come for a while, so that whoever puts something in shall say so
     * @param most the longest rest
     */
    void rest(boolean idle, Duration most) {
        if (!idle) {
            LockSupport.parkNanos(this, Math.min(SHORT_REST, most.toNanos()));
            return;
        }
        taker = Optional.of(Thread.currentThread());
        resting = true;
        if (items.isEmpty()) {
            LockSupport.parkNanos(this, most.toNanos());
        }
        resting = false;
    }

    /** How many reports there was no room for. */
    long lost() {
        return lost.get();
    }
}
