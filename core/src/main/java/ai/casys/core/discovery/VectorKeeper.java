// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.api.CasysException;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.TextHash;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.discovery.embedding.VectorTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets every tool its vectors: from where they are kept, and else from the models, which are asked for one text after the
 * other on the one daemon thread of this class. Searches meanwhile use what is there. What fails is logged and tried
 * again at the next change of the catalogue.
 */
final class VectorKeeper {

    private static final Logger log = LoggerFactory.getLogger(VectorKeeper.class);
    private static final int LOADED_AT_ONCE = 2_000;
    private static final int MADE_AT_ONCE = 32;

    private final Embeddings embeddings;
    private final VectorStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private @Nullable LexicalIndex wanted;
    private boolean stale;
    private boolean working;
    private boolean closed;
    private volatile Known known = Known.NOTHING;

    /**
     * The vectors in memory.
     *
     * @param tables of each model, in the models' order
     */
    private record Known(List<String> models, List<VectorTable> tables) {

        static final Known NOTHING = new Known(List.of(), List.of());

        Known {
            models = List.copyOf(models);
            tables = List.copyOf(tables);
        }

        static Known of(List<String> models, List<Integer> dimensions) {
            return new Known(models, dimensions.stream().map(VectorTable::new).toList());
        }

        Known retain(Set<TextHash> texts) {
            return new Known(
                    models, tables.stream().map(table -> table.retain(texts)).toList());
        }

        boolean has(TextHash text) {
            return tables.stream().allMatch(table -> table.has(text));
        }
    }

    private VectorKeeper(Embeddings embeddings, VectorStore store) {
        this.embeddings = embeddings;
        this.store = store;
    }

    static VectorKeeper start(Embeddings embeddings, VectorStore store) {
        VectorKeeper keeper = new VectorKeeper(embeddings, store);
        if (!embeddings.isNone()) {
            Thread.ofPlatform().daemon().name("casys-tool-vectors").start(keeper::run);
        }
        return keeper;
    }

    /** What is known now of these texts' vectors. */
    DenseRows rows(@Nullable TextHash[] texts) {
        Known now = known;
        return new DenseRows(
                now.models(),
                now.tables().stream().map(table -> table.rows(texts)).toList());
    }

    /** Told whenever an index has moved on. */
    void follow(LexicalIndex index) {
        lock.lock();
        try {
            wanted = index;
            stale = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every tool of the index has its vectors, or they cannot be made.
     *
     * @return false if that did not happen in time
     */
    boolean await(Duration timeout) throws InterruptedException {
        if (embeddings.isNone()) {
            return true;
        }
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (wanted == null || stale || working) {
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
            // A model of the user's own has no name before it is loaded.
            while (!embeddings.awaitNames(TimeUnit.SECONDS.toMillis(1))) {
                if (isClosed()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        known = Known.of(embeddings.names(), embeddings.dimensions());
        follow();
    }

    private void follow() {
        for (Optional<LexicalIndex> next = next(); next.isPresent(); next = next()) {
            try {
                bring(next.get());
            } catch (IOException | CasysException e) {
                if (!isClosed()) {
                    log.warn("the vectors of some tools could not be made: {}", e.getMessage());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                done();
            }
        }
    }

    private void bring(LexicalIndex index) throws IOException, InterruptedException {
        Map<TextHash, CatalogTool> tools = index.with(ToolSearcher::texts);
        Known kept = known.retain(tools.keySet());
        known = kept;
        load(index, tools.keySet());
        tools.keySet().removeIf(kept::has);
        if (!tools.isEmpty() && areLoaded()) {
            make(index, tools);
        }
    }

    private void load(LexicalIndex index, Collection<TextHash> texts) throws IOException {
        int count = 0;
        for (int model = 0; model < known.models().size(); model++) {
            int dimension = embeddings.dimensions().get(model);
            VectorTable vectors = known.tables().get(model);
            List<TextHash> missing =
                    texts.stream().filter(text -> !vectors.has(text)).toList();
            for (int from = 0; from < missing.size() && !isClosed(); from += LOADED_AT_ONCE) {
                List<TextHash> some = missing.subList(from, Math.min(from + LOADED_AT_ONCE, missing.size()));
                Map<TextHash, CompactVector> kept = new LinkedHashMap<>();
                Map<TextHash, CompactVector> found = store.load(known.models().get(model), some);
                for (TextHash text : some) {
                    CompactVector vector = found.get(text);
                    // A damaged one cannot be compared.
                    if (vector != null && vector.dimension() == dimension) {
                        kept.put(text, vector);
                    }
                }
                vectors.add(kept);
                count += kept.size();
            }
        }
        publish(index);
        log.debug("{} vectors were kept", count);
    }

    private boolean areLoaded() throws InterruptedException {
        while (!embeddings.await(TimeUnit.SECONDS.toMillis(1))) {
            if (hasMoved() || embeddings.hasFailed()) {
                return false;
            }
        }
        return true;
    }

    private void make(LexicalIndex index, Map<TextHash, CatalogTool> missing) throws IOException {
        long start = System.nanoTime();
        List<Map.Entry<TextHash, CatalogTool>> waiting = new ArrayList<>(missing.entrySet());
        // Each publication goes over all tools, so they become rarer as the tools become more.
        int rarity = 1 + waiting.size() / 1_000;
        for (int from = 0; from < waiting.size() && !hasMoved(); from += MADE_AT_ONCE) {
            batch(waiting.subList(from, Math.min(from + MADE_AT_ONCE, waiting.size())));
            if ((from / MADE_AT_ONCE) % rarity == 0) {
                publish(index);
            }
        }
        publish(index);
        log.debug(
                "made the vectors of {} tools in {} ms",
                waiting.size(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private void batch(List<Map.Entry<TextHash, CatalogTool>> tools) {
        for (int model = 0; model < known.models().size(); model++) {
            VectorTable vectors = known.tables().get(model);
            Map<TextHash, CompactVector> made = new HashMap<>();
            for (Map.Entry<TextHash, CatalogTool> tool : tools) {
                if (isClosed()) {
                    break;
                }
                if (!vectors.has(tool.getKey())) {
                    made.put(tool.getKey(), embeddings.vector(model, EmbeddingText.of(tool.getValue())));
                }
            }
            vectors.add(made);
            store.save(known.models().get(model), made);
        }
    }

    private void publish(LexicalIndex index) throws IOException {
        index.<Boolean>with(searcher -> {
            searcher.vectors(this::rows);
            return true;
        });
    }

    private Optional<LexicalIndex> next() {
        lock.lock();
        try {
            while (!closed && !stale) {
                moved.awaitUninterruptibly();
            }
            stale = false;
            working = true;
            return closed ? Optional.empty() : Optional.ofNullable(wanted);
        } finally {
            lock.unlock();
        }
    }

    private void done() {
        lock.lock();
        try {
            working = false;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasMoved() {
        lock.lock();
        try {
            return closed || stale;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
