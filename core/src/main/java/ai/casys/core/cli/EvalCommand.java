// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.FileVectorStore;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.discovery.eval.Dataset;
import ai.casys.core.discovery.eval.Estimate;
import ai.casys.core.discovery.eval.LabelledIntent;
import ai.casys.core.discovery.eval.Measurement;
import ai.casys.core.discovery.eval.TextRanker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code casys eval}: how well tools are found, on labelled intents. Needs no engine and leaves none running. */
@Command(name = "eval", description = "Measure how well tools are found for labelled intents.")
final class EvalCommand implements Callable<Integer> {

    private static final long SAMPLE_SEED = 7;
    private static final int WARM_UP = 20;

    @Mixin
    private final Session session;

    @Parameters(paramLabel = "FOLDER", description = "A data set: a folder with tools.jsonl and queries.jsonl.")
    private Path folder = Path.of(".");

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Measure only N intents, a sample that is always the same.")
    private @Nullable Integer limit;

    @Option(
            names = "--models",
            split = ",",
            paramLabel = "NAMES",
            description = "minilm, bge, both by a comma (default), or none: words alone.")
    private List<String> models = List.of("minilm", "bge");

    @Option(
            names = "--vectors",
            paramLabel = "FOLDER",
            description = "Keep the tools' vectors there; a second run does not make them again.")
    private @Nullable Path vectors;

    EvalCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<EmbeddingModel> wanted =
                models.stream().flatMap(name -> model(name).stream()).distinct().toList();
        Dataset dataset = Dataset.read(folder);
        List<LabelledIntent> intents = sample(dataset.intents());
        VectorStore store = vectors == null ? VectorStore.NONE : new FileVectorStore(vectors);
        try (Embeddings embeddings = wanted.isEmpty() ? Embeddings.none() : Embeddings.loading(wanted)) {
            if (!wanted.isEmpty() && !embeddings.await(TimeUnit.MINUTES.toMillis(5))) {
                throw new CasysException(
                        ErrorCategory.UNAVAILABLE,
                        "the models cannot be loaded; --models none measures the search by words");
            }
            session.console().note(dataset.tools().size() + " tools; making the vectors that are not kept");
            try (TextRanker ranker = TextRanker.over(dataset, embeddings, store)) {
                // What the JVM has not compiled yet would count as the search's time.
                dataset.intents().stream()
                        .limit(WARM_UP)
                        .forEach(intent -> ranker.rank(intent.query() + " " + dataset.name(), 10));
                print(dataset, Measurement.of(ranker, intents));
            }
        }
        return 0;
    }

    private List<LabelledIntent> sample(List<LabelledIntent> all) {
        if (limit == null || limit >= all.size()) {
            return all;
        }
        if (limit < 1) {
            throw invalid("--limit is " + limit + ", it must be at least 1");
        }
        List<LabelledIntent> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(SAMPLE_SEED));
        return shuffled.subList(0, limit);
    }

    private static List<EmbeddingModel> model(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "minilm" -> List.of(EmbeddingModel.MINILM);
            case "bge" -> List.of(EmbeddingModel.BGE);
            case "none" -> List.of();
            default -> throw invalid("--models names \"" + name + "\"; known are minilm, bge and none");
        };
    }

    private void print(Dataset dataset, Measurement measured) {
        Map<String, Estimate> estimates = measured.estimates();
        if (session.json()) {
            session.console().json(json(dataset, measured, estimates));
            return;
        }
        session.console()
                .line(dataset.name() + ": " + dataset.tools().size() + " tools, "
                        + measured.scores().size() + " intents");
        List<List<String>> rows = new ArrayList<>();
        estimates.forEach((name, estimate) -> rows.add(
                List.of(name, number(estimate.mean()), number(estimate.low()) + " to " + number(estimate.high()))));
        session.console().table(List.of("MEASURE", "MEAN", "95 % INTERVAL"), rows);
        session.console()
                .line(String.format(
                        Locale.ROOT,
                        "one search: %.1f ms p50, %.1f ms p95",
                        measured.percentile(0.5),
                        measured.percentile(0.95)));
    }

    private static ObjectNode json(Dataset dataset, Measurement measured, Map<String, Estimate> estimates) {
        ObjectNode tree = JsonMapper.builder().build().createObjectNode();
        tree.put("dataset", dataset.name());
        tree.put("tools", dataset.tools().size());
        tree.put("intents", measured.scores().size());
        ObjectNode text = tree.putObject("text");
        estimates.forEach((name, estimate) -> text.putObject(name)
                .put("mean", estimate.mean())
                .put("low", estimate.low())
                .put("high", estimate.high()));
        tree.putObject("latency_ms").put("p50", measured.percentile(0.5)).put("p95", measured.percentile(0.95));
        return tree;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static CasysException invalid(String message) {
        return new CasysException(ErrorCategory.INVALID_INPUT, message);
    }
}
