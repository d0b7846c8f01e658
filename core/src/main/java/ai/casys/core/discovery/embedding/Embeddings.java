// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.identity.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of an engine: loaded on a thread of their own, and until all are there, none is. A model of the user's own is
 * loaded first, since its name says what is in its files; if it cannot be, there is just none. The vectors of the last
 * intents are remembered. Safe for any number of threads; an embedding holds its thread's carrier, so only as many run at
 * once as leave a processor to others.
 */
public final class Embeddings implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Embeddings.class);
    private static final int REMEMBERED = 2_000;

    private final CountDownLatch named = new CountDownLatch(1);
    private final CountDownLatch settled = new CountDownLatch(1);
    private final Semaphore running =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    private final RecentlyUsed<Wanted, IntentVector> recent = new RecentlyUsed<>(REMEMBERED);
    private volatile List<Named> known = List.of();
    private volatile List<TextEmbedder> ready = List.of();
    private volatile boolean closed;
    private @Nullable Thread loader;

    private record Wanted(Optional<TenantId> tenant, int model, TextHash text) {}

    private record Named(String name, int dimension) {}

    private Embeddings() {}

    private void name(List<Named> all) {
        known = List.copyOf(all);
        named.countDown();
    }

    /** Without models: words alone. */
    public static Embeddings none() {
        Embeddings none = new Embeddings();
        none.name(List.of());
        none.settled.countDown();
        return none;
    }

    /** Loads models in the background. If one cannot be loaded, the log says why and there are none. */
    public static Embeddings loading(List<EmbeddingModel> models) {
        return loading(models, OnnxEmbedder::load);
    }

    /** The same with another way to load. */
    static Embeddings loading(List<EmbeddingModel> models, Function<EmbeddingModel, TextEmbedder> load) {
        return loading(models, load, Optional.empty(), _ -> {});
    }

    /**
     * The same with a model of the user's own after those of the program.
     *
     * @param own loads it; a {@link CasysException} leaves it out
     * @param problems told of that, on the loading thread
     */
    public static Embeddings loading(
            List<EmbeddingModel> models, Supplier<? extends TextEmbedder> own, Consumer<CasysException> problems) {
        return loading(models, OnnxEmbedder::load, Optional.of(own), problems);
    }

    private static Embeddings loading(
            List<EmbeddingModel> models,
            Function<EmbeddingModel, TextEmbedder> load,
            Optional<Supplier<? extends TextEmbedder>> own,
            Consumer<CasysException> problems) {
        Embeddings embeddings = new Embeddings();
        if (own.isEmpty()) {
            embeddings.name(named(models, Optional.empty()));
        }
        embeddings.loader = Thread.ofPlatform().daemon().name("casys-models").start(() -> {
            Optional<TextEmbedder> users = own.flatMap(source -> attempt(source, problems));
            embeddings.name(named(models, users));
            embeddings.load(models, load, users);
        });
        return embeddings;
    }

    private static List<Named> named(List<EmbeddingModel> models, Optional<TextEmbedder> own) {
        List<Named> all = new ArrayList<>();
        models.forEach(model -> all.add(new Named(model.name(), EmbeddingModel.DIMENSION)));
        own.ifPresent(model -> all.add(new Named(model.name(), model.dimension())));
        return all;
    }

    private static Optional<TextEmbedder> attempt(
            Supplier<? extends TextEmbedder> source, Consumer<CasysException> problems) {
        try {
            return Optional.of(source.get());
        } catch (CasysException e) {
            problems.accept(e);
            return Optional.empty();
        }
    }

    /** With embedders that are there; they are closed with this. */
    public static Embeddings of(List<TextEmbedder> embedders) {
        Embeddings embeddings = new Embeddings();
        embeddings.name(embedders.stream()
                .map(embedder -> new Named(embedder.name(), embedder.dimension()))
                .toList());
        embeddings.ready = List.copyOf(embedders);
        embeddings.settled.countDown();
        return embeddings;
    }

    /** The models' names, whether they are loaded or not; none while it is not known which there are. */
    public List<String> names() {
        return known.stream().map(Named::name).toList();
    }

    /** How many numbers the vectors of the models have, in the order of {@link #names}. */
    public List<Integer> dimensions() {
        return known.stream().map(Named::dimension).toList();
    }

    /** Whether it is known that there is no model. */
    public boolean isNone() {
        return named.getCount() == 0 && known.isEmpty();
    }

    /**
     * Waits until it is known which models there are.
     *
     * @return false if that did not happen in time
     */
    public boolean awaitNames(long millis) throws InterruptedException {
        return named.await(millis, TimeUnit.MILLISECONDS);
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
     * The vectors of an intent by each model, in the order of {@link #names}; remembered for the next time the same tenant
     * asks. Another one's time must not tell that somebody asked.
     *
     * @param tenant who asks; those without one share
     * @param models how many of the models, from the first on
     * @throws CasysException if a model fails or is closed, {@code UNAVAILABLE} before they are loaded
     */
    public List<IntentVector> vectors(Optional<TenantId> tenant, String text, int models) {
        TextHash hash = TextHash.of(text);
        List<IntentVector> vectors = new ArrayList<>();
        for (int model = 0; model < Math.min(models, known.size()); model++) {
            Wanted wanted = new Wanted(tenant, model, hash);
            Optional<IntentVector> remembered = recent.get(wanted);
            IntentVector vector = remembered.isPresent() ? remembered.get() : read(model, text);
            if (remembered.isEmpty()) {
                recent.put(wanted, vector);
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
            List<String> names = names();
            List<IntentVector> vectors = vectors(Optional.empty(), text, names.size());
            Map<String, float[]> byModel = new LinkedHashMap<>();
            for (int model = 0; model < vectors.size(); model++) {
                byModel.put(names.get(model), vectors.get(model).own().floats());
            }
            return byModel;
        } catch (CasysException e) {
            log.warn("an intent has no vectors: {}", e.getMessage());
            return Map.of();
        }
    }

    /** The vector of a text that may be found, by one model, not remembered. */
    public CompactVector vector(int model, String text) {
        return with(model, embedder -> CompactVector.of(embedder.embed(text)));
    }

    private IntentVector read(int model, String text) {
        return with(model, embedder -> {
            float[] own = embedder.embedIntent(text);
            return new IntentVector(CompactVector.of(own), CompactVector.of(embedder.sought(own)));
        });
    }

    private <T> T with(int model, Function<TextEmbedder, T> embedding) {
        List<TextEmbedder> embedders = ready;
        if (embedders.isEmpty()) {
            throw new CasysException(ErrorCategory.UNAVAILABLE, "the embedding models are not loaded");
        }
        running.acquireUninterruptibly();
        try {
            return embedding.apply(embedders.get(model));
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

    private void load(
            List<EmbeddingModel> models, Function<EmbeddingModel, TextEmbedder> load, Optional<TextEmbedder> own) {
        List<TextEmbedder> loaded = new ArrayList<>();
        try {
            for (EmbeddingModel model : models) {
                if (closed) {
                    break;
                }
                loaded.add(load.apply(model));
            }
            boolean complete = loaded.size() == models.size();
            own.ifPresent(loaded::add);
            if (complete && !closed) {
                ready = List.copyOf(loaded);
                return;
            }
        } catch (CasysException e) {
            own.ifPresent(loaded::add);
            log.warn("{}; tools are searched by their words alone", e.getMessage());
        } finally {
            settled.countDown();
            if (ready.isEmpty()) {
                loaded.forEach(TextEmbedder::close);
            }
        }
    }
}
