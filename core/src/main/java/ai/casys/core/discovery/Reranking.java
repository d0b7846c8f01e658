// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.api.CasysException;
import ai.casys.core.discovery.embedding.RecentlyUsed;
import ai.casys.core.discovery.embedding.Reranker;
import ai.casys.core.discovery.embedding.TextHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a model read the intent together with each of the best tools, and orders these anew: half of the order is the
 * search's own score, half the model's answer, each brought to 0..1 over the tools that were read; the result is spread
 * between the lowest and the highest score that they had, so that no tool passes one that was not read. A search that
 * would take longer by it than the budget keeps its order and says so. The model is loaded on a thread of its own, and
 * its last answers are remembered. Safe for any number of threads.
 */
public final class Reranking implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reranking.class);
    private static final double SHARE = 0.5;
    private static final int REMEMBERED = 20_000;
    private static final int ESTIMATED_FROM = 2;

    private final int candidates;
    private final Duration budget;
    private final Semaphore running =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    private final RecentlyUsed<Pair, Float> recent = new RecentlyUsed<>(REMEMBERED);
    private volatile Optional<Reranker> ready = Optional.empty();
    private volatile boolean closed;
    private @Nullable Thread loader;

    private record Pair(TextHash intent, TextHash tool) {}

    private Reranking(int candidates, Duration budget) {
        this.candidates = candidates;
        this.budget = budget;
    }

    /** Leaves every order as it is. */
    public static Reranking none() {
        return new Reranking(0, Duration.ZERO);
    }

    /**
     * Loads a model in the background; until it is there, and if it never is, every order stays as it is.
     *
     * @param model loads it, or throws a {@link CasysException}
     * @param candidates how many tools it reads at most
     * @param budget what a search may take longer by it
     * @param problems told that it could not be loaded, on the loading thread
     */
    public static Reranking loading(
            Supplier<? extends Reranker> model, int candidates, Duration budget, Consumer<CasysException> problems) {
        Reranking reranking = new Reranking(candidates, budget);
        reranking.loader =
                Thread.ofPlatform().daemon().name("casys-reranker").start(() -> reranking.load(model, problems));
        return reranking;
    }

    /** With a model that is there; it is closed with this. */
    static Reranking of(Reranker model, int candidates, Duration budget) {
        Reranking reranking = new Reranking(candidates, budget);
        reranking.ready = Optional.of(model);
        return reranking;
    }

    /**
     * Tools in their order.
     *
     * @param remark what a person should know of the order; empty if all is as usual
     */
    record Order(List<RankedTool> tools, Optional<String> remark) {
        Order {
            tools = List.copyOf(tools);
        }
    }

    /** How many tools the model wants to see; 0 without a model. */
    int candidates() {
        return ready.isPresent() ? candidates : 0;
    }

    /** The tools, of which the first are ordered anew. */
    Order order(String intent, List<RankedTool> tools) {
        Optional<Reranker> model = ready;
        int read = Math.min(candidates, tools.size());
        if (model.isEmpty() || read < 2) {
            return new Order(tools, Optional.empty());
        }
        try {
            Optional<float[]> answers = answers(model.get(), intent, tools.subList(0, read));
            return answers.map(scores -> new Order(fused(tools, scores), Optional.empty()))
                    .orElseGet(() -> new Order(
                            tools,
                            Optional.of("left out, since " + budget.toMillis() + " ms do not suffice for " + read
                                    + " tools")));
        } catch (CasysException e) {
            log.warn("the order stays as it is: {}", e.getMessage());
            return new Order(tools, Optional.of("left out, since it failed"));
        }
    }

    /** What the model says of each tool; empty if that takes too long. */
    private Optional<float[]> answers(Reranker model, String intent, List<RankedTool> tools) {
        long start = System.nanoTime();
        TextHash asked = TextHash.of(intent);
        float[] answers = new float[tools.size()];
        List<Integer> open = new ArrayList<>();
        List<String> texts =
                tools.stream().map(tool -> EmbeddingText.of(tool.tool())).toList();
        for (int place = 0; place < answers.length; place++) {
            Optional<Float> known = recent.get(new Pair(asked, TextHash.of(texts.get(place))));
            answers[place] = known.orElse(0f);
            if (known.isEmpty()) {
                open.add(place);
            }
        }
        if (open.isEmpty()) {
            return Optional.of(answers);
        }
        if (!entered()) {
            return Optional.empty();
        }
        try {
            for (int done = 0; done < open.size(); done++) {
                if (isTooSlow(start, done, open.size())) {
                    return Optional.empty();
                }
                int place = open.get(done);
                answers[place] = model.score(intent, texts.get(place));
                recent.put(new Pair(asked, TextHash.of(texts.get(place))), answers[place]);
            }
        } finally {
            running.release();
        }
        return isTooSlow(start, open.size(), open.size()) ? Optional.empty() : Optional.of(answers);
    }

    private boolean entered() {
        try {
            return running.tryAcquire(budget.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether the whole, at the pace so far, does not fit: better to know that early. */
    private boolean isTooSlow(long start, int done, int all) {
        long taken = System.nanoTime() - start;
        double whole = done < ESTIMATED_FROM ? taken : (double) taken / done * all;
        return whole > budget.toNanos();
    }

    private static List<RankedTool> fused(List<RankedTool> tools, float[] answers) {
        float[] own = new float[answers.length];
        for (int place = 0; place < own.length; place++) {
            own[place] = (float) tools.get(place).score();
        }
        Spread search = Spread.of(own);
        Spread model = Spread.of(answers);
        List<RankedTool> ordered = new ArrayList<>();
        for (int place = 0; place < answers.length; place++) {
            double fused = (1 - SHARE) * search.part(own[place]) + SHARE * model.part(answers[place]);
            ordered.add(
                    tools.get(place).rescored(search.least() + fused * (search.most() - search.least()), "reranker"));
        }
        // Stable: of equals the search's own order stays.
        ordered.sort(Comparator.comparingDouble(tool -> -tool.score()));
        ordered.addAll(tools.subList(answers.length, tools.size()));
        return ordered;
    }

    private void load(Supplier<? extends Reranker> model, Consumer<CasysException> problems) {
        try {
            Reranker loaded = model.get();
            if (closed) {
                loaded.close();
                return;
            }
            ready = Optional.of(loaded);
        } catch (CasysException e) {
            problems.accept(e);
        }
    }

    /** Frees the model; what it reads is waited for. */
    @Override
    public void close() {
        closed = true;
        Thread loading = loader;
        if (loading != null) {
            try {
                loading.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        Optional<Reranker> ending = ready;
        ready = Optional.empty();
        ending.ifPresent(Reranker::close);
    }
}
