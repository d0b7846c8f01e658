// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of an engine: loaded on a thread of their own, and until all are there, none is. The vectors of the last
 * intents are remembered. Safe for any number of threads; an embedding holds its thread's carrier, so only as many run at
 * once as leave a processor to others.
 */
public final class Embeddings implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Embeddings.class);
    private static final int REMEMBERED = 2_000;

    private final List<String> names;
    private final CountDownLatch settled = new CountDownLatch(1);
    private final Semaphore running =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Wanted, CompactVector> recent = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Wanted, CompactVector> eldest) {
            return size() > REMEMBERED;
        }
    };
    private volatile List<TextEmbedder> ready = List.of();
    private volatile boolean closed;
    private @Nullable Thread loader;

    private record Wanted(int model, TextHash text) {}

    private Embeddings(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** Without models: words alone. */
    public static Embeddings none() {
        Embeddings none = new Embeddings(List.of());
        none.settled.countDown();
        return none;
    }

    /** Loads models in the background. If one cannot be loaded, the log says why and there are none. */
    public static Embeddings loading(List<EmbeddingModel> models) {
        return loading(models, OnnxEmbedder::load);
    }

    /** The same with another way to load. */
    static Embeddings loading(List<EmbeddingModel> models, Function<EmbeddingModel, TextEmbedder> load) {
        Embeddings embeddings =
                new Embeddings(models.stream().map(EmbeddingModel::name).toList());
        embeddings.loader =
                Thread.ofPlatform().daemon().name("casys-models").start(() -> embeddings.load(models, load));
        return embeddings;
    }

    /** With embedders that are there; they are closed with this. */
    public static Embeddings of(List<TextEmbedder> embedders) {
        Embeddings embeddings =
                new Embeddings(embedders.stream().map(TextEmbedder::name).toList());
        embeddings.ready = List.copyOf(embedders);
        embeddings.settled.countDown();
        return embeddings;
    }

    /** The models' names, whether they are loaded or not. */
    public List<String> names() {
        return names;
    }

    /** Whether {@link #vectors} and {@link #vector} work. */
    public boolean isReady() {
        return !ready.isEmpty();
    }

    /** Whether it is known that they will never work. */
    public boolean hasFailed() {
        return settled.getCount() == 0 && ready.isEmpty();
    }

    /**
     * Waits until it is known whether the models work.
     *
     * @return {@link #isReady}
     */
    public boolean await(long millis) throws InterruptedException {
        return settled.await(millis, TimeUnit.MILLISECONDS) && isReady();
    }

    /**
     * The vectors of an intent by each model, in the order of {@link #names}; remembered for the next time.
     *
     * @param models how many of the models, from the first on
     * @throws CasysException if a model fails or is closed, {@code UNAVAILABLE} before they are loaded
     */
    public List<CompactVector> vectors(String text, int models) {
        TextHash hash = TextHash.of(text);
        List<CompactVector> vectors = new ArrayList<>();
        for (int model = 0; model < Math.min(models, names.size()); model++) {
            Wanted wanted = new Wanted(model, hash);
            CompactVector vector = remembered(wanted);
            if (vector == null) {
                vector = vector(model, text);
                remember(wanted, vector);
            }
            vectors.add(vector);
        }
        return vectors;
    }

    /** The vectors of an intent by name of model; none before the models are loaded, or if one fails. */
    public Map<String, float[]> byModel(String text) {
        if (!isReady()) {
            return Map.of();
        }
        try {
            List<CompactVector> vectors = vectors(text, names.size());
            Map<String, float[]> byModel = new LinkedHashMap<>();
            for (int model = 0; model < vectors.size(); model++) {
                byModel.put(names.get(model), vectors.get(model).floats());
            }
            return byModel;
        } catch (CasysException e) {
            log.warn("an intent has no vectors: {}", e.getMessage());
            return Map.of();
        }
    }

    /** The vector of a text by one model, not remembered. */
    public CompactVector vector(int model, String text) {
        List<TextEmbedder> embedders = ready;
        if (embedders.isEmpty()) {
            throw new CasysException(ErrorCategory.UNAVAILABLE, "the embedding models are not loaded");
        }
        running.acquireUninterruptibly();
        try {
            return CompactVector.of(embedders.get(model).embed(text));
        } finally {
            running.release();
        }
    }

    /** Frees the models; embeddings that run are waited for. */
    @Override
    public void close() {
        closed = true;
        Thread loading = loader;
        if (loading != null) {
            try {
                loading.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        List<TextEmbedder> ending = ready;
        ready = List.of();
        ending.forEach(TextEmbedder::close);
    }

    private void load(List<EmbeddingModel> models, Function<EmbeddingModel, TextEmbedder> load) {
        List<TextEmbedder> loaded = new ArrayList<>();
        try {
            for (EmbeddingModel model : models) {
                if (closed) {
                    break;
                }
                loaded.add(load.apply(model));
            }
            if (loaded.size() == models.size()) {
                ready = List.copyOf(loaded);
                return;
            }
        } catch (CasysException e) {
            log.warn("{}; tools are searched by their words alone", e.getMessage());
        } finally {
            settled.countDown();
            if (ready.isEmpty()) {
                loaded.forEach(TextEmbedder::close);
            }
        }
    }

    private @Nullable CompactVector remembered(Wanted wanted) {
        lock.lock();
        try {
            return recent.get(wanted);
        } finally {
            lock.unlock();
        }
    }

    private void remember(Wanted wanted, CompactVector vector) {
        lock.lock();
        try {
            recent.put(wanted, vector);
        } finally {
            lock.unlock();
        }
    }
}
