// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.Caller;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.FixedTools;
import ai.casys.core.discovery.ManyTools;
import ai.casys.core.discovery.SearchScope;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.FileVectorStore;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.discovery.eval.Dataset;
import ai.casys.core.discovery.eval.LabelledIntent;
import ai.casys.core.learning.LearnedSource;
import ai.casys.core.learning.Learning;
import ai.casys.core.learning.LearningLimits;
import ai.casys.core.learning.LearningOptions;
import ai.casys.core.learning.LearningParts;
import ai.casys.core.learning.NoRows;
import ai.casys.shared.identity.TenantId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How long a search by intent takes with the models' reading, warm; how long when the intent was read before and is now
 * looked for among other tools; and how long when it is asked again. On the clock and in processor time, which hardly depends on other load. To have one core for all of it, compiling and
 * collecting included, run it under {@code taskset -c 1}.
 */
final class IntentBenchmark implements Bench.Benchmark {

    private static final int WARM_UP = 150;
    private static final int TAUGHT = 300;
    private static final ToolKey NOBODY = new ToolKey("nobody", "nothing");

    @Override
    public String usage() {
        return "--data DATASET [--lists DIR] [--tools N] [--searches 200] [--vectors FOLDER] [--json]: search by intent,"
                + " reading it included; tools of DIR instead of the data set's, cut or copied to N";
    }

    @Override
    public Report run(Bench.Options options) throws Exception {
        Dataset dataset = Dataset.read(Path.of(options.required("data")));
        Collection<CatalogTool> given = options.text("lists", "").isEmpty()
                ? dataset.tools().values()
                : ToolLists.readFolder(Path.of(options.required("lists"))).entrySet().stream()
                        .flatMap(
                                server -> server.getValue().stream().map(tool -> CatalogTool.of(server.getKey(), tool)))
                        .toList();
        ManyTools many = ManyTools.of(given, options.number("tools", given.size()));
        String folder = options.text("vectors", "");
        VectorStore kept = folder.isEmpty() ? VectorStore.NONE : new FileVectorStore(Path.of(folder));
        if (folder.isEmpty() && many.tools().size() > given.size()) {
            throw new IllegalArgumentException("--vectors is missing: copies take their vectors from there");
        }
        try (Embeddings embeddings = Embeddings.loading(List.of(EmbeddingModel.MINILM, EmbeddingModel.BGE))) {
            embeddings.await(Duration.ofMinutes(5).toMillis());
            if (many.tools().size() > given.size()) {
                FixedTools.of(given, embeddings, kept, LearnedSource.NONE).close();
            }
            long start = System.nanoTime();
            FixedTools words = FixedTools.of(many.tools(), Embeddings.none(), VectorStore.NONE, LearnedSource.NONE);
            double indexed = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
            words.close();
            Report report =
                    new Report().add("tools", many.tools().size(), "").add("searchable_by_words_after", indexed, "s");
            try (Learning learning = learning(embeddings);
                    FixedTools tools = FixedTools.of(many.tools(), embeddings, many.vectors(kept), learning)) {
                measure(tools, dataset.intents(), options.number("searches", 200), report);
                measureTaught(tools, learning, dataset.intents(), options.number("searches", 200), report);
            }
            return report;
        }
    }

    private static void measure(FixedTools tools, List<LabelledIntent> intents, int searches, Report report) {
        Timed fresh = new Timed(new Bench.Times(), new Bench.Times());
        Timed read = new Timed(new Bench.Times(), new Bench.Times());
        Timed again = new Timed(new Bench.Times(), new Bench.Times());
        for (int number = -WARM_UP; number < searches; number++) {
            String intent =
                    another(intents.get(Math.floorMod(number, intents.size())).query(), number);
            SearchScope all = SearchScope.untaught(_ -> true);
            List<FixedTools.Hit> hits = time(number >= 0, fresh, () -> tools.search(intent, all, 10));
            ToolKey best = hits.isEmpty() ? NOBODY : hits.getFirst().tool().key();
            SearchScope others = SearchScope.untaught(tool -> !tool.key().equals(best));
            time(number >= 0, again, () -> tools.search(intent, all, 10));
            time(number >= 0, read, () -> tools.search(intent, others, 10));
        }
        report.add("fresh", fresh.clock())
                .add("fresh_processor", fresh.processor())
                .add("read_before", read.clock())
                .add("read_before_processor", read.processor())
                .add("asked_again", again.clock())
                .add("asked_again_processor", again.processor());
    }

    /** The same intents asked again by somebody for whom some hundred of them have been served, each by three tools. */
    private static void measureTaught(
            FixedTools tools, Learning learning, List<LabelledIntent> intents, int searches, Report report) {
        SearchScope scope = SearchScope.of(TenantId.LOCAL, _ -> true);
        for (int number = 0; number < TAUGHT; number++) {
            String intent =
                    another(intents.get(Math.floorMod(number, intents.size())).query(), number);
            for (FixedTools.Hit hit : tools.search(intent, scope, 3).hits()) {
                ToolKey tool = hit.tool().key();
                learning.finished(new FinishedCall(
                        Caller.LOCAL,
                        "run" + number,
                        Optional.of(intent),
                        new ToolAddress(tool.server(), tool.tool()),
                        CallOutcome.SUCCEEDED,
                        Duration.ofMillis(50),
                        Instant.now(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()));
            }
        }
        learning.settled(TenantId.LOCAL);
        Timed again = new Timed(new Bench.Times(), new Bench.Times());
        for (int number = -WARM_UP; number < searches; number++) {
            String intent =
                    another(intents.get(Math.floorMod(number, intents.size())).query(), number);
            tools.search(intent, scope, 10);
            time(number >= 0, again, () -> tools.search(intent, scope, 10));
        }
        report.add("asked_again_taught", again.clock()).add("asked_again_taught_processor", again.processor());
    }

    private static Learning learning(Embeddings embeddings) {
        return Learning.start(
                new LearningParts(
                        new NoRows(), embeddings::byModel, _ -> CatalogSnapshot.EMPTY, InstantSource.system()),
                new LearningOptions(Duration.ofDays(30), 0, LearningLimits.DEFAULTS, ToolSearch.signals()));
    }

    private record Timed(Bench.Times clock, Bench.Times processor) {}

    private static List<FixedTools.Hit> time(boolean counts, Timed times, Supplier<FixedTools.Answer> search) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long work = threads.getCurrentThreadCpuTime();
        List<FixedTools.Hit> hits = search.get().hits();
        if (counts) {
            times.processor().add(threads.getCurrentThreadCpuTime() - work);
            times.clock().add(System.nanoTime() - start);
        }
        return hits;
    }

    /** The same with a number at the end of each clause, or the models would not read those that they have read. */
    private static String another(String intent, int number) {
        return intent.replaceAll("(?=[.,;:!?](\\s|$)|\\s(and|then|also|finally)\\b|$)", " " + number);
    }
}
