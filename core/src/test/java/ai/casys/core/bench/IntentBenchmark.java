// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.FixedTools;
import ai.casys.core.discovery.ManyTools;
import ai.casys.core.discovery.SearchScope;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.FileVectorStore;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.core.discovery.eval.Dataset;
import ai.casys.core.discovery.eval.LabelledIntent;
import ai.casys.core.learning.LearnedSource;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long a search by intent takes with the models' reading, warm, and how long when the intent was read before; on the
 * clock and in processor time, which hardly depends on other load. To have one core for all of it, compiling and
 * collecting included, run it under {@code taskset -c 1}.
 */
final class IntentBenchmark implements Bench.Benchmark {

    private static final int WARM_UP = 150;

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
            try (FixedTools tools = FixedTools.of(many.tools(), embeddings, many.vectors(kept), LearnedSource.NONE)) {
                measure(tools, dataset.intents(), options.number("searches", 200), report);
            }
            return report;
        }
    }

    private static void measure(FixedTools tools, List<LabelledIntent> intents, int searches, Report report) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Bench.Times fresh = new Bench.Times();
        Bench.Times freshWork = new Bench.Times();
        Bench.Times read = new Bench.Times();
        Bench.Times readWork = new Bench.Times();
        for (int number = -WARM_UP; number < searches; number++) {
            String intent =
                    another(intents.get(Math.floorMod(number, intents.size())).query(), number);
            for (boolean again : new boolean[] {false, true}) {
                long start = System.nanoTime();
                long work = threads.getCurrentThreadCpuTime();
                tools.search(intent, SearchScope.untaught(_ -> true), 10);
                if (number >= 0) {
                    (again ? readWork : freshWork).add(threads.getCurrentThreadCpuTime() - work);
                    (again ? read : fresh).add(System.nanoTime() - start);
                }
            }
        }
        report.add("fresh", fresh)
                .add("fresh_processor", freshWork)
                .add("read_before", read)
                .add("read_before_processor", readWork);
    }

    /** The same with a number at the end of each clause, or the models would not read those that they have read. */
    private static String another(String intent, int number) {
        return intent.replaceAll("(?=[.,;:!?](\\s|$)|\\s(and|then|also|finally)\\b|$)", " " + number);
    }
}
