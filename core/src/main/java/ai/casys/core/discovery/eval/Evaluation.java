// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.FixedTools;
import ai.casys.core.discovery.SearchScope;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.OnnxEmbedder;
import ai.casys.core.discovery.embedding.TextEmbedder;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.discovery.plan.PlanTrial;
import ai.casys.core.learning.Learning;
import ai.casys.core.learning.LearningLimits;
import ai.casys.core.learning.LearningOptions;
import ai.casys.core.learning.LearningParts;
import ai.casys.core.learning.NoRows;
import ai.casys.shared.identity.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Measures the search as it is used: by text alone, and with what it learned from labelled intents that were replayed as
 * searches and calls. Five-fold: four folds are history for the fifth, and nothing of the fifth is known while it is
 * asked. For one thread.
 */
public final class Evaluation implements AutoCloseable {

    /** Into how many parts the intents are dealt. */
    public static final int FOLDS = 5;

    private static final Instant WHEN = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<Integer> CURVE = List.of(10, 100, 1_000);
    // Each of ten intents in a fold gives the curve its shape; asking all would take as long as the measurement itself.
    private static final int ASKED_FOR_CURVE = 100;
    private static final int TIMED = 60;
    private static final int WARM_UP = 30;
    private static final int DEPTH = 50;
    private static final String PLAIN = "plain hybrid";
    private static final List<Double> PLAIN_SHARES_OF_WORDS = List.of(0.1, 0.3, 0.5, 0.7);

    private final Dataset dataset;
    private final Map<ToolKey, String> ids = new HashMap<>();
    private final List<KeptEmbedder> models;
    private final Embeddings embeddings;

    private Evaluation(Dataset dataset, List<KeptEmbedder> models) {
        this.dataset = dataset;
        this.models = models;
        embeddings = models.isEmpty()
                ? Embeddings.none()
                : Embeddings.of(
                        models.stream().<TextEmbedder>map(model -> model).toList());
        dataset.tools().forEach((id, tool) -> ids.put(tool.key(), id));
    }

    /**
     * Loads the models.
     *
     * @param models none for words alone
     * @param store where vectors of tools and intents are kept; used under a lock
     * @param adapters a folder of numbers by which intents are moved towards tools, instead of those of the program
     * @throws ai.casys.core.api.CasysException {@code UNAVAILABLE} if a model cannot be loaded
     */
    public static Evaluation of(
            Dataset dataset, List<EmbeddingModel> models, VectorStore store, Optional<Path> adapters) {
        List<KeptEmbedder> loaded = new ArrayList<>();
        for (EmbeddingModel model : models) {
            loaded.add(new KeptEmbedder(OnnxEmbedder.load(model, adapters), store));
        }
        return new Evaluation(dataset, loaded);
    }

    /**
     * Measures.
     *
     * @param intents of the data set; of fewer than {@value #FOLDS} nothing is learned
     * @param reference whether to measure a plain hybrid and a plain way of learning too, for comparison
     */
    public EvalReport run(List<LabelledIntent> intents, boolean reference) throws InterruptedException {
        Map<String, Measurement> ways = new LinkedHashMap<>();
        List<Double> fresh = new ArrayList<>();
        List<Double> known = new ArrayList<>();
        List<EvalReport.Point> curve = new ArrayList<>();
        try (Learning learning = learning();
                FixedTools tools = FixedTools.of(dataset.tools().values(), embeddings, VectorStore.NONE, learning)) {
            time(tools, intents, fresh, known);
            ways.put("text", text(tools, intents));
            if (intents.size() >= FOLDS) {
                ways.put("learned", learned(new Replay(dataset, ids, tools, learning), intents, curve));
            }
        }
        if (reference) {
            addReference(ways, intents);
        }
        return new EvalReport(ways, curve, fresh, known);
    }

    /** Of plain hybrids the one that turns out best, which nobody could know beforehand, and plain learning on top of it. */
    private void addReference(Map<String, Measurement> ways, List<LabelledIntent> intents) throws InterruptedException {
        List<Double> shares = models.isEmpty() ? List.of(1.0) : PLAIN_SHARES_OF_WORDS;
        double best = 0;
        for (double words : shares) {
            try (FixedTools plain = FixedTools.plain(dataset.tools().values(), embeddings, VectorStore.NONE, words)) {
                Measurement measured = new ReferenceRanking(ids, plain, embeddings).text(intents);
                Measurement before = ways.get(PLAIN);
                if (before == null || measured.ndcg10() > before.ndcg10()) {
                    ways.put(PLAIN, measured);
                    best = words;
                }
            }
        }
        if (intents.size() >= FOLDS) {
            try (FixedTools plain = FixedTools.plain(dataset.tools().values(), embeddings, VectorStore.NONE, best)) {
                ways.put("plain learning", new ReferenceRanking(ids, plain, embeddings).learned(intents));
            }
        }
    }

    private Measurement text(FixedTools tools, List<LabelledIntent> intents) {
        PlanTrial plans = new PlanTrial(dataset.tools(), List.of());
        return new Measurement(intents.stream()
                .map(intent -> Verdict.of(
                        intent,
                        tools.search(intent.query(), SearchScope.untaught(_ -> true), DEPTH)
                                .hits(),
                        ids,
                        plans,
                        List.of()))
                .toList());
    }

    private static Measurement learned(Replay replay, List<LabelledIntent> intents, List<EvalReport.Point> curve) {
        List<Measurement.Asked> all = new ArrayList<>();
        Map<Integer, List<Measurement.Asked>> early = new TreeMap<>();
        Map<Integer, Integer> folds = new HashMap<>();
        List<Measurement.Asked> last = new ArrayList<>();
        int calls = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            List<LabelledIntent> asked = fold(intents, fold, true);
            List<LabelledIntent> few = asked.subList(0, Math.min(asked.size(), ASKED_FOR_CURVE));
            replay.begin();
            early.computeIfAbsent(0, _ -> new ArrayList<>()).addAll(replay.asked(few));
            folds.merge(0, 1, Integer::sum);
            for (LabelledIntent past : fold(intents, fold, false)) {
                int before = replay.calls();
                replay.live(past);
                for (int point : CURVE) {
                    if (before < point && replay.calls() >= point) {
                        early.computeIfAbsent(point, _ -> new ArrayList<>()).addAll(replay.asked(few));
                        folds.merge(point, 1, Integer::sum);
                    }
                }
            }
            List<Measurement.Asked> end = replay.asked(asked);
            last.addAll(end.subList(0, few.size()));
            all.addAll(end);
            calls += replay.calls();
        }
        // What not every fold has reached would be the curve of other intents.
        early.forEach((point, measured) -> {
            if (folds.getOrDefault(point, 0) == FOLDS) {
                curve.add(new EvalReport.Point(point, new Measurement(measured)));
            }
        });
        curve.add(new EvalReport.Point(calls / FOLDS, new Measurement(last)));
        return new Measurement(all);
    }

    /** Intents of one fold, or all others; dealt out in turn. */
    static List<LabelledIntent> fold(List<LabelledIntent> intents, int fold, boolean held) {
        List<LabelledIntent> chosen = new ArrayList<>();
        for (int place = 0; place < intents.size(); place++) {
            if ((place % FOLDS == fold) == held) {
                chosen.add(intents.get(place));
            }
        }
        return chosen;
    }

    /** The first time a model reads the intent, the second time its vectors are remembered. */
    private void time(FixedTools tools, List<LabelledIntent> intents, List<Double> fresh, List<Double> known) {
        models.forEach(model -> model.anew(true));
        // What the JVM has not compiled yet would count as the search's time.
        intents.stream()
                .limit(WARM_UP)
                .forEach(intent -> tools.search(intent.query() + " " + dataset.name(), everything(), 10));
        List<LabelledIntent> some = new ArrayList<>(intents);
        Collections.reverse(some);
        for (LabelledIntent intent : some.subList(0, Math.min(some.size(), TIMED))) {
            fresh.add(millis(tools, intent));
            known.add(millis(tools, intent));
        }
        models.forEach(model -> model.anew(false));
    }

    private static double millis(FixedTools tools, LabelledIntent intent) {
        long start = System.nanoTime();
        Objects.requireNonNull(tools.search(intent.query(), everything(), 10));
        return (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    private static SearchScope everything() {
        return SearchScope.of(TenantId.LOCAL, _ -> true);
    }

    private Learning learning() {
        return Learning.start(
                new LearningParts(new NoRows(), embeddings::byModel, _ -> new Catalog().snapshot(), () -> WHEN),
                new LearningOptions(Duration.ofDays(30), 0, LearningLimits.DEFAULTS, ToolSearch.signals()));
    }

    @Override
    public void close() {
        embeddings.close();
    }
}
