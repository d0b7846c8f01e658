// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.FileVectorStore;
import ai.casys.core.discovery.embedding.OnnxEmbedder;
import ai.casys.core.discovery.embedding.TextHash;
import ai.casys.core.discovery.eval.Dataset;
import ai.casys.core.discovery.eval.LabelledIntent;
import ai.casys.core.discovery.eval.RankingScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes the numbers by which the vector of an intent is moved to where its tools lie (class {@code IntentAdapter}). A program,
 * not a test; its arguments are a folder for vectors, a folder for the numbers, how many intents of each collection at most,
 * and the collections' folders. For each collection it prints what vectors alone find before, and after moving by numbers
 * made of the other collections. It writes those made of all to the folder {@code all}, and those that have not seen a
 * collection to {@code without-NAME}: by {@code casys eval --adapters} they show what a whole search does with tools and
 * intents that are new to it.
 */
public final class IntentAdapterFit {

    private static final int PAIRS = 64;
    private static final int MEASURED = 400;

    /** What one model reads of a collection. */
    private static final class Read {

        private final Dataset dataset;
        private final List<LabelledIntent> asked;
        private final List<String> ids;
        private final float[][] tools;
        private final float[][] intents;

        // Of each intent, the places of its tools.
        private final int[][] right;

        Read(
                Dataset dataset,
                List<LabelledIntent> asked,
                List<String> ids,
                float[][] tools,
                float[][] intents,
                int[][] right) {
            this.dataset = dataset;
            this.asked = asked;
            this.ids = ids;
            this.tools = tools;
            this.intents = intents;
            this.right = right;
        }
    }

    private IntentAdapterFit() {}

    /** Fits, prints and writes. */
    public static void main(String[] arguments) throws IOException {
        FileVectorStore store = new FileVectorStore(Path.of(arguments[0]));
        Path folder = Path.of(arguments[1]);
        int most = Integer.parseInt(arguments[2]);
        List<Dataset> datasets = Arrays.stream(arguments, 3, arguments.length)
                .map(name -> Dataset.read(Path.of(name)))
                .toList();
        for (EmbeddingModel model : List.of(EmbeddingModel.MINILM, EmbeddingModel.BGE)) {
            List<Read> all;
            try (OnnxEmbedder embedder = OnnxEmbedder.load(model)) {
                all = datasets.stream()
                        .map(dataset -> read(dataset, most, embedder, store))
                        .toList();
            }
            for (Read held : all) {
                List<Read> others = all.stream().filter(read -> read != held).toList();
                AdapterTraining moved = others.isEmpty() ? new AdapterTraining() : trained(others);
                System.out.printf(
                        Locale.ROOT,
                        "%-24s %-16s NDCG@10 of vectors alone %.3f, moved by the others' numbers %.3f%n",
                        model.name(),
                        held.dataset.name(),
                        ndcg(held, new AdapterTraining()),
                        ndcg(held, moved));
                write(moved, folder.resolve("without-" + held.dataset.name()), model);
            }
            write(trained(all), folder.resolve("all"), model);
        }
    }

    private static void write(AdapterTraining training, Path folder, EmbeddingModel model) throws IOException {
        String name = model.adapter().orElseThrow();
        Files.createDirectories(folder);
        Files.write(folder.resolve(name.substring(name.lastIndexOf('/') + 1)), training.lines(PAIRS));
    }

    private static AdapterTraining trained(List<Read> some) {
        AdapterTraining training = new AdapterTraining();
        Random random = new Random(1);
        for (int step = 1; step <= AdapterTraining.STEPS; step++) {
            Read read = some.get(random.nextInt(some.size()));
            int[] batch = IntStream.range(0, AdapterTraining.BATCH)
                    .map(_ -> random.nextInt(read.intents.length))
                    .toArray();
            training.step(
                    step,
                    read.tools,
                    Arrays.stream(batch).mapToObj(at -> read.intents[at]).toArray(float[][]::new),
                    Arrays.stream(batch).mapToObj(at -> read.right[at]).toArray(int[][]::new));
        }
        return training;
    }

    private static double ndcg(Read read, AdapterTraining training) {
        double sum = 0;
        int count = Math.min(MEASURED, read.intents.length);
        for (int at = 0; at < count; at++) {
            float[] scores = training.similarities(read.intents[at], read.tools);
            List<String> ranking = IntStream.range(0, scores.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(tool -> -scores[tool]))
                    .map(read.ids::get)
                    .toList();
            sum += RankingScore.of(ranking, read.asked.get(at).groups()).ndcg10();
        }
        return sum / count;
    }

    private static Read read(Dataset dataset, int most, OnnxEmbedder embedder, FileVectorStore store) {
        List<String> ids = List.copyOf(dataset.tools().keySet());
        Map<String, Integer> places = new HashMap<>();
        ids.forEach(id -> places.put(id, places.size()));
        List<LabelledIntent> asked = new ArrayList<>();
        List<int[]> right = new ArrayList<>();
        for (LabelledIntent intent : dataset.intents()) {
            Set<String> labels = new HashSet<>(intent.relevant());
            intent.groups().forEach(labels::addAll);
            labels.retainAll(places.keySet());
            if (!labels.isEmpty() && asked.size() < most) {
                asked.add(intent);
                right.add(labels.stream().mapToInt(places::get).sorted().toArray());
            }
        }
        return new Read(
                dataset,
                asked,
                ids,
                vectors(dataset.tools().values().stream().map(EmbeddingText::of).toList(), embedder, store),
                vectors(asked.stream().map(LabelledIntent::query).toList(), embedder, store),
                right.toArray(int[][]::new));
    }

    private static float[][] vectors(List<String> texts, OnnxEmbedder embedder, FileVectorStore store) {
        Map<TextHash, CompactVector> known = new HashMap<>(store.load(
                embedder.name(), texts.stream().map(TextHash::of).distinct().toList()));
        Map<TextHash, CompactVector> made = new HashMap<>();
        for (String text : texts) {
            TextHash hash = TextHash.of(text);
            if (!known.containsKey(hash)) {
                CompactVector vector = CompactVector.of(embedder.embed(text));
                known.put(hash, vector);
                made.put(hash, vector);
            }
        }
        store.save(embedder.name(), made);
        return texts.stream()
                .map(text -> known.getOrDefault(TextHash.of(text), CompactVector.of(new float[1]))
                        .floats())
                .toArray(float[][]::new);
    }
}
