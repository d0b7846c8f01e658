// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.FileVectorStore;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.discovery.eval.CurvePlot;
import ai.casys.core.discovery.eval.Dataset;
import ai.casys.core.discovery.eval.Estimate;
import ai.casys.core.discovery.eval.EvalReport;
import ai.casys.core.discovery.eval.Evaluation;
import ai.casys.core.discovery.eval.LabelledIntent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code casys eval}: how well tools are found, on labelled intents, by text alone and with what is learned from them
 * when they are replayed as calls. Needs no engine and leaves none running.
 */
@Command(name = "eval", description = "Measure how well tools are found for labelled intents.")
final class EvalCommand implements Callable<Integer> {

    private static final long SAMPLE_SEED = 7;

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
            description = "Keep the vectors of tools and intents there; a second run does not make them again.")
    private @Nullable Path vectors;

    @Option(
            names = "--adapters",
            paramLabel = "FOLDER",
            description =
                    "Move intents towards tools by the numbers of this folder instead of the program's, which were"
                            + " made of the public collections; the program IntentAdapterFit among the tests writes such folders.")
    private @Nullable Path adapters;

    @Option(
            names = "--reference",
            description = "Measure simple pipelines on the same intents too: a plain hybrid, and plain learning.")
    private boolean reference;

    @Option(names = "--plot", paramLabel = "FILE", description = "Draw the learning curve there, as SVG.")
    private @Nullable Path plot;

    EvalCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        List<EmbeddingModel> wanted =
                models.stream().flatMap(name -> model(name).stream()).distinct().toList();
        Dataset dataset = Dataset.read(folder);
        List<LabelledIntent> intents = sample(dataset.intents());
        if (intents.isEmpty()) {
            throw invalid(folder + " has no labelled intents");
        }
        VectorStore store = vectors == null ? VectorStore.NONE : new FileVectorStore(vectors);
        session.console().note(dataset.tools().size() + " tools; making the vectors that are not kept");
        EvalReport report;
        try (Evaluation evaluation = Evaluation.of(dataset, wanted, store, Optional.ofNullable(adapters))) {
            report = evaluation.run(intents, reference);
        }
        if (plot != null) {
            Files.writeString(plot, CurvePlot.of(dataset.name() + ": what learning from calls brings", report.curve()));
        }
        if (session.json()) {
            session.console().json(json(dataset, intents.size(), report));
        } else {
            print(dataset, intents.size(), report);
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

    private void print(Dataset dataset, int intents, EvalReport report) {
        Console console = session.console();
        console.line(dataset.name() + ": " + dataset.tools().size() + " tools, " + intents
                + " intents; means with 95 % intervals");
        Map<String, Map<String, Estimate>> ways = new LinkedHashMap<>();
        report.ways().forEach((name, measured) -> ways.put(name, measured.estimates()));
        Set<String> measures = new LinkedHashSet<>();
        ways.values().forEach(estimates -> measures.addAll(estimates.keySet()));
        List<String> heads = new ArrayList<>(List.of("MEASURE"));
        ways.keySet().forEach(name -> heads.add(name.toUpperCase(Locale.ROOT)));
        List<List<String>> rows = new ArrayList<>();
        for (String measure : measures) {
            List<String> row = new ArrayList<>(List.of(measure));
            ways.values().forEach(estimates -> row.add(shown(estimates.get(measure))));
            rows.add(row);
        }
        console.table(heads, rows);
        if (!report.curve().isEmpty()) {
            console.line("");
            console.table(
                    List.of("CALLS LEARNED FROM", "NDCG@10", "COMP@10"),
                    report.curve().stream()
                            .map(point -> List.of(
                                    String.format(Locale.ROOT, "%,d", point.calls()),
                                    number(point.measured().ndcg10()),
                                    number(point.measured().complete10())))
                            .toList());
        }
        console.line("");
        console.line(latency("one search", report.fresh()));
        console.line(latency("of an intent whose vectors are remembered", report.known()));
    }

    private static String shown(@Nullable Estimate estimate) {
        return estimate == null
                ? ""
                : number(estimate.mean()) + " (" + number(estimate.low()) + " to " + number(estimate.high()) + ")";
    }

    private static String latency(String of, List<Double> millis) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f ms p50, %.1f ms p95",
                of,
                EvalReport.percentile(millis, 0.5),
                EvalReport.percentile(millis, 0.95));
    }

    private static ObjectNode json(Dataset dataset, int intents, EvalReport report) {
        ObjectNode tree = JsonMapper.builder().build().createObjectNode();
        tree.put("dataset", dataset.name());
        tree.put("tools", dataset.tools().size());
        tree.put("intents", intents);
        report.ways().forEach((name, measured) -> {
            ObjectNode way = tree.putObject(name.replace(' ', '_'));
            measured.estimates()
                    .forEach((measure, estimate) -> way.putObject(measure)
                            .put("mean", estimate.mean())
                            .put("low", estimate.low())
                            .put("high", estimate.high()));
        });
        ArrayNode curve = tree.putArray("curve");
        report.curve()
                .forEach(point -> curve.addObject()
                        .put("calls", point.calls())
                        .put("NDCG@10", point.measured().ndcg10())
                        .put("COMP@10", point.measured().complete10()));
        put(tree.putObject("latency_ms"), report.fresh());
        put(tree.putObject("latency_remembered_ms"), report.known());
        return tree;
    }

    private static void put(ObjectNode latency, List<Double> millis) {
        latency.put("p50", EvalReport.percentile(millis, 0.5)).put("p95", EvalReport.percentile(millis, 0.95));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static CasysException invalid(String message) {
        return new CasysException(ErrorCategory.INVALID_INPUT, message);
    }
}
