// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.api.CasysException;
import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.TextHash;
import ai.casys.core.discovery.embedding.VectorStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the offers that are searched their vectors: from where they are kept, and else from the models, one text after the
 * other on the one daemon thread of this class, which starts when the first is wanted. The vectors of the offers that
 * were searched last stay in memory. What fails is logged and tried again when it is wanted again. Safe for any number of
 * threads; nothing slow is done under the lock.
 */
final class OfferVectors {

    private static final Logger log = LoggerFactory.getLogger(OfferVectors.class);
    private static final int MOST = 50_000;
    private static final int LOADED_AT_ONCE = 2_000;
    private static final int MADE_AT_ONCE = 32;

    private final Embeddings embeddings;
    private final VectorStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<TextHash, List<CompactVector>> known = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TextHash, List<CompactVector>> eldest) {
            return size() > MOST;
        }
    };

    /** Nobody has looked yet whether these are kept. */
    private final Map<TextHash, String> wanted = new LinkedHashMap<>();

    /** These are not kept and have to be made. */
    private final Map<TextHash, String> making = new LinkedHashMap<>();

    private boolean loading;
    private boolean started;
    private boolean closed;

    OfferVectors(Embeddings embeddings, VectorStore store) {
        this.embeddings = embeddings;
        this.store = store;
    }

    /**
     * The vectors of offers, in their order and by model; empty for those that have none yet, which are got.
     *
     * @param patience how long to wait for those that are kept
     */
    List<Optional<List<CompactVector>>> of(List<OfferWords> offers, Duration patience) {
        lock.lock();
        try {
            if (!embeddings.isNone()) {
                want(offers);
                long left = patience.toNanos();
                while ((loading || !wanted.isEmpty()) && !closed && left > 0 && embeddings.isReady()) {
                    left = moved.awaitNanos(left);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return now(offers);
    }

    private List<Optional<List<CompactVector>>> now(List<OfferWords> offers) {
        lock.lock();
        try {
            return offers.stream()
                    .map(offer -> Optional.ofNullable(known.get(offer.hash())))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private void want(Collection<OfferWords> offers) {
        for (OfferWords offer : offers) {
            TextHash hash = offer.hash();
            if (!known.containsKey(hash) && !making.containsKey(hash) && wanted.size() + making.size() < MOST) {
                wanted.put(hash, offer.text());
            }
        }
        if (!started && !closed && !wanted.isEmpty()) {
            started = true;
            Thread.ofPlatform().daemon().name("casys-offer-vectors").start(this::run);
        }
        moved.signalAll();
    }

    /**
     * Waits until all that is wanted has its vectors, or they cannot be made.
     *
     * @return false if that did not happen in time
     */
    boolean await(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (loading || !wanted.isEmpty() || !making.isEmpty()) {
                if (closed || left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (isWanted()) {
                if (embeddings.await(TimeUnit.SECONDS.toMillis(1))) {
                    step();
                } else if (embeddings.hasFailed()) {
                    giveUp();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** What may be kept comes first: a search waits for it. */
    private void step() {
        Map<TextHash, String> texts = taken();
        try {
            if (texts.isEmpty()) {
                make(some(making, MADE_AT_ONCE));
            } else {
                load(texts);
            }
        } catch (CasysException e) {
            giveUp();
            if (!isClosed()) {
                log.warn("prompts and resources are searched by words alone for now: {}", e.getMessage());
            }
        }
    }

    private void load(Map<TextHash, String> texts) {
        List<Map<TextHash, CompactVector>> kept = new ArrayList<>();
        for (int model = 0; model < embeddings.names().size(); model++) {
            kept.add(kept(model, texts.keySet()));
        }
        lock.lock();
        try {
            texts.forEach((hash, text) -> {
                List<CompactVector> all = kept.stream()
                        .flatMap(its -> Optional.ofNullable(its.get(hash)).stream())
                        .toList();
                if (all.size() == kept.size()) {
                    known.put(hash, all);
                } else {
                    making.put(hash, text);
                }
            });
            loading = false;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void make(Map<TextHash, String> texts) {
        Map<TextHash, List<CompactVector>> made = new HashMap<>();
        for (int model = 0; model < embeddings.names().size(); model++) {
            Map<TextHash, CompactVector> its = kept(model, texts.keySet());
            Map<TextHash, CompactVector> fresh = new HashMap<>();
            for (Map.Entry<TextHash, String> text : texts.entrySet()) {
                if (isClosed()) {
                    return;
                }
                if (!its.containsKey(text.getKey())) {
                    fresh.put(text.getKey(), embeddings.vector(model, text.getValue()));
                }
            }
            store.save(embeddings.names().get(model), fresh);
            its.putAll(fresh);
            its.forEach((hash, vector) ->
                    made.computeIfAbsent(hash, _ -> new ArrayList<>()).add(vector));
        }
        lock.lock();
        try {
            made.forEach((hash, vectors) -> known.put(hash, List.copyOf(vectors)));
            making.keySet().removeAll(texts.keySet());
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Map<TextHash, CompactVector> kept(int model, Set<TextHash> texts) {
        int dimension = embeddings.dimensions().get(model);
        Map<TextHash, CompactVector> kept =
                new HashMap<>(store.load(embeddings.names().get(model), texts));
        // A damaged one cannot be compared.
        kept.values().removeIf(vector -> vector.dimension() != dimension);
        return kept;
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean isWanted() {
        lock.lock();
        try {
            while (!closed && wanted.isEmpty() && making.isEmpty()) {
                moved.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private Map<TextHash, String> taken() {
        lock.lock();
        try {
            Map<TextHash, String> texts = some(wanted, LOADED_AT_ONCE);
            wanted.keySet().removeAll(texts.keySet());
            loading = !texts.isEmpty();
            return texts;
        } finally {
            lock.unlock();
        }
    }

    private Map<TextHash, String> some(Map<TextHash, String> all, int most) {
        lock.lock();
        try {
            Map<TextHash, String> some = new LinkedHashMap<>();
            Iterator<Map.Entry<TextHash, String>> entries = all.entrySet().iterator();
            while (some.size() < most && entries.hasNext()) {
                Map.Entry<TextHash, String> entry = entries.next();
                some.put(entry.getKey(), entry.getValue());
            }
            return some;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp() {
        lock.lock();
        try {
            wanted.clear();
            making.clear();
            loading = false;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
