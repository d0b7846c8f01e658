// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.FixedTools;
import ai.casys.core.discovery.SearchScope;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.FileVectorStore;
import ai.casys.core.discovery.embedding.OnnxEmbedder;
import ai.casys.core.discovery.embedding.TextEmbedder;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.learning.LearnedSource;
import ai.casys.core.learning.Learning;
import ai.casys.core.learning.LearningLimits;
import ai.casys.core.learning.LearningOptions;
import ai.casys.core.learning.LearningParts;
import ai.casys.core.learning.NoRows;
import ai.casys.shared.identity.TenantId;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fits the numbers of the confidence: a logistic regression over the first ten hits of labelled intents, asked by
 * words alone, by text, and after four fifths of them were replayed. Each collection counts the same. A program, not a test; its
 * arguments are a folder for vectors, the folder that {@code IntentAdapterFit} wrote, how many intents of each collection, and
 * the collections' folders. Intents of a collection are moved by numbers that have not seen it, since what was learned by heart
 * would look surer than anything is for a user. It prints the
 * numbers, and for each collection the calibration error with numbers that were fitted on all others.
 */
public final class ConfidenceFit {

    private static final int CLAIMS = 10;
    private static final int STEPS = 30;
    private static final double PENALTY = 1e-4;
    private static final Instant WHEN = Instant.parse("2026-01-01T12:00:00Z");

    private record Row(List<Double> facts, boolean right) {}

    private ConfidenceFit() {}

    /** Fits and prints. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = System.out;
        FileVectorStore store = new FileVectorStore(Path.of(arguments[0]));
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        for (String folder : List.of(arguments).subList(3, arguments.length)) {
            Dataset dataset = Dataset.read(Path.of(folder));
            List<LabelledIntent> intents = new ArrayList<>(dataset.intents());
            Collections.shuffle(intents, new Random(7));
            collect(
                    dataset,
                    intents.subList(0, Math.min(intents.size(), Integer.parseInt(arguments[2]))),
                    store,
                    Path.of(arguments[1]),
                    rows);
        }
        Set<String> collections =
                rows.keySet().stream().map(ConfidenceFit::collection).collect(Collectors.toSet());
        rows.forEach((name, own) -> {
            double[] others = fit(rows.entrySet().stream()
                    .filter(entry -> collections.size() == 1
                            || !collection(entry.getKey()).equals(collection(name)))
                    .map(Map.Entry::getValue)
                    .toList());
            out.printf(
                    Locale.ROOT,
                    "%-28s %6d hits, %.3f right, calibration error %.3f by numbers of the other collections%n",
                    name,
                    own.size(),
                    own.stream().filter(Row::right).count() / (double) own.size(),
                    error(own, others));
        });
        double[] all = fit(List.copyOf(rows.values()));
        rows.forEach((name, own) -> out.printf(Locale.ROOT, "%-28s %.3f by those of all%n", name, error(own, all)));
        out.println(Arrays.stream(all)
                .mapToObj(weight -> String.format(Locale.ROOT, "%.3f", weight))
                .collect(Collectors.joining(", ")));
    }

    private static String collection(String name) {
        return name.substring(0, name.indexOf(','));
    }

    private static void collect(
            Dataset dataset,
            List<LabelledIntent> intents,
            FileVectorStore store,
            Path adapters,
            Map<String, List<Row>> rows)
            throws InterruptedException {
        Map<ToolKey, String> ids = new HashMap<>();
        dataset.tools().forEach((id, tool) -> ids.put(tool.key(), id));
        Path without = adapters.resolve("without-" + dataset.name());
        Optional<Path> unseen = Optional.of(Files.exists(without) ? without : adapters.resolve("all"));
        List<TextEmbedder> models = List.of(
                new KeptEmbedder(OnnxEmbedder.load(EmbeddingModel.MINILM, unseen), store),
                new KeptEmbedder(OnnxEmbedder.load(EmbeddingModel.BGE, unseen), store));
        try (Embeddings embeddings = Embeddings.of(models);
                Learning learning = Learning.start(
                        new LearningParts(new NoRows(), embeddings::byModel, _ -> new Catalog().snapshot(), () -> WHEN),
                        new LearningOptions(Duration.ofDays(30), 0, LearningLimits.DEFAULTS, ToolSearch.signals()));
                FixedTools tools = FixedTools.of(dataset.tools().values(), embeddings, VectorStore.NONE, learning)) {
            List<Row> text = new ArrayList<>();
            add(text, tools, SearchScope.untaught(_ -> true), intents, ids);
            rows.put(dataset.name() + ", text", text);
            List<Row> learned = new ArrayList<>();
            Replay replay = new Replay(dataset, ids, tools, learning);
            for (int fold = 0; fold < Evaluation.FOLDS; fold++) {
                replay.begin();
                Evaluation.fold(intents, fold, false).forEach(replay::live);
                learning.settled(TenantId.LOCAL);
                add(
                        learned,
                        tools,
                        SearchScope.of(TenantId.LOCAL, _ -> true),
                        Evaluation.fold(intents, fold, true),
                        ids);
            }
            rows.put(dataset.name() + ", learned", learned);
        }
        try (FixedTools tools =
                FixedTools.of(dataset.tools().values(), Embeddings.none(), VectorStore.NONE, LearnedSource.NONE)) {
            List<Row> words = new ArrayList<>();
            add(words, tools, SearchScope.untaught(_ -> true), intents, ids);
            rows.put(dataset.name() + ", words alone", words);
        }
    }

    private static void add(
            List<Row> rows,
            FixedTools tools,
            SearchScope scope,
            List<LabelledIntent> intents,
            Map<ToolKey, String> ids) {
        for (LabelledIntent intent : intents) {
            Set<String> right = intent.groups().stream().flatMap(List::stream).collect(Collectors.toSet());
            tools.search(intent.query(), scope, CLAIMS)
                    .hits()
                    .forEach(hit -> rows.add(new Row(
                            hit.facts(),
                            right.contains(ids.getOrDefault(hit.tool().key(), "")))));
        }
    }

    /** Newton's method; the penalty keeps numbers of facts that say the same from running away. */
    private static double[] fit(List<List<Row>> groups) {
        int size = groups.getFirst().getFirst().facts().size();
        double[] weights = new double[size];
        for (int step = 0; step < STEPS; step++) {
            double[][] system = new double[size][size + 1];
            for (List<Row> group : groups) {
                for (Row row : group) {
                    double said = probability(weights, row.facts());
                    double error = (row.right() ? 1 : 0) - said;
                    double share = 1.0 / group.size() / groups.size();
                    for (int i = 0; i < size; i++) {
                        system[i][size] += share * error * row.facts().get(i);
                        for (int j = 0; j < size; j++) {
                            system[i][j] += share
                                    * said
                                    * (1 - said)
                                    * row.facts().get(i)
                                    * row.facts().get(j);
                        }
                    }
                }
            }
            for (int i = 0; i < size; i++) {
                system[i][i] += PENALTY;
                system[i][size] -= PENALTY * weights[i];
            }
            double[] change = solved(system);
            for (int i = 0; i < size; i++) {
                weights[i] += change[i];
            }
        }
        return weights;
    }

    /** Gauss's elimination; the matrix is positive definite, so it needs no pivoting. */
    private static double[] solved(double[][] system) {
        int size = system.length;
        for (int i = 0; i < size; i++) {
            for (int below = i + 1; below < size; below++) {
                double factor = system[below][i] / system[i][i];
                for (int j = i; j <= size; j++) {
                    system[below][j] -= factor * system[i][j];
                }
            }
        }
        double[] solution = new double[size];
        for (int i = size - 1; i >= 0; i--) {
            double rest = system[i][size];
            for (int j = i + 1; j < size; j++) {
                rest -= system[i][j] * solution[j];
            }
            solution[i] = rest / system[i][i];
        }
        return solution;
    }

    private static double probability(double[] weights, List<Double> facts) {
        double sum = 0;
        for (int i = 0; i < facts.size(); i++) {
            sum += weights[i] * facts.get(i);
        }
        return 1 / (1 + Math.exp(-sum));
    }

    private static double error(List<Row> rows, double[] weights) {
        double[] apart = new double[10];
        for (Row row : rows) {
            double said = probability(weights, row.facts());
            apart[Math.min(9, (int) (said * 10))] += said - (row.right() ? 1 : 0);
        }
        return Arrays.stream(apart).map(Math::abs).sum() / rows.size();
    }
}
