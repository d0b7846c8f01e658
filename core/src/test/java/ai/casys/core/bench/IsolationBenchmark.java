// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.SearchQuery;
import ai.casys.core.discovery.SearchResult;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.shared.mcp.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a caller could tell from the time a search takes that there are tools which it may not see. It sees every second
 * server and asks, by turns, for words that only hidden tools have and for the same letters in an order that nobody has.
 * The figure is the probability that an answer of the first kind takes longer than one of the second, measured with the
 * hidden tools there and, since words and nonsense differ by themselves, without them.
 */
final class IsolationBenchmark implements Bench.Benchmark {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int WORDS = 4;
    private static final int RESAMPLED = 1_000;

    @Override
    public String usage() {
        return "--data DIR [--probes 4000] [--warm-up 4000] [--seed 1] [--json]: what the time of a search tells of hidden tools";
    }

    @Override
    public Report run(Bench.Options options) throws Exception {
        int probes = options.number("probes", 4_000);
        int warmUp = options.number("warm-up", 4_000);
        Random random = new Random(options.number("seed", 1));
        Map<String, List<Tool>> servers = ToolLists.readFolder(Path.of(options.required("data")));
        Catalog catalog = new Catalog();
        servers.forEach(catalog::replaceServer);
        List<String> names = servers.keySet().stream().sorted().toList();
        Set<String> shown =
                names.stream().filter(name -> names.indexOf(name) % 2 == 0).collect(Collectors.toSet());
        Predicate<CatalogTool> visible = tool -> shown.contains(tool.key().server());
        Catalog without = new Catalog();
        servers.forEach((name, tools) -> {
            if (shown.contains(name)) {
                without.replaceServer(name, tools);
            }
        });
        try (ToolSearch search = ToolSearch.over(catalog);
                ToolSearch alone = ToolSearch.over(without)) {
            search.awaitIndexed(catalog.snapshot().revision(), LONG);
            alone.awaitIndexed(without.snapshot().revision(), LONG);
            List<String> words = hiddenWords(catalog.snapshot().tools(), visible).stream()
                    .filter(word -> timed(search, List.of(word), visible).found() == 0)
                    .toList();
            Probes among = new Probes(probes);
            Probes apart = new Probes(probes);
            for (int probe = -warmUp; probe < probes; probe++) {
                List<String> real = sample(words, random);
                List<String> scrambled =
                        real.stream().map(word -> scrambled(word, random)).toList();
                boolean first = random.nextBoolean();
                among.ask(probe, search, real, scrambled, visible, first);
                apart.ask(probe, alone, real, scrambled, visible, first);
            }
            Report report = new Report()
                    .add("tools", catalog.snapshot().tools().size(), "")
                    .add("visible", without.snapshot().tools().size(), "")
                    .add("hidden_words", words.size(), "");
            among.report("there", report, random);
            apart.report("not_there", report, random);
            return report;
        }
    }

    /** What one search was asked and how long it took. */
    private static final class Probes {
        private final double[] hidden;
        private final double[] nonsense;
        private int count;

        Probes(int count) {
            hidden = new double[count];
            nonsense = new double[count];
        }

        void ask(
                int probe,
                ToolSearch search,
                List<String> real,
                List<String> scrambled,
                Predicate<CatalogTool> visible,
                boolean realFirst) {
            Timed one = timed(search, realFirst ? real : scrambled, visible);
            Timed other = timed(search, realFirst ? scrambled : real, visible);
            if (probe >= 0 && one.found() + other.found() == 0) {
                hidden[count] = (realFirst ? one : other).nanos();
                nonsense[count++] = (realFirst ? other : one).nanos();
            }
        }

        void report(String name, Report report, Random random) {
            double[] words = Arrays.copyOf(hidden, count);
            double[] letters = Arrays.copyOf(nonsense, count);
            double[] resampled = new double[RESAMPLED];
            for (int sample = 0; sample < RESAMPLED; sample++) {
                resampled[sample] = longer(resample(words, random), resample(letters, random));
            }
            Arrays.sort(resampled);
            report.add(name + "_words_p50", median(words) / 1e3, "us")
                    .add(name + "_nonsense_p50", median(letters) / 1e3, "us")
                    .add(name + "_longer", 100 * longer(words, letters), "percent")
                    .add(name + "_longer_low", 100 * resampled[RESAMPLED / 40], "percent")
                    .add(name + "_longer_high", 100 * resampled[RESAMPLED - RESAMPLED / 40], "percent")
                    .add(name + "_counted", count, "");
        }
    }

    /** @param found hits and nearest misses; to describe them takes time of its own */
    private record Timed(double nanos, int found) {}

    private static Timed timed(ToolSearch search, List<String> words, Predicate<CatalogTool> visible) {
        SearchQuery query = SearchQuery.intent(String.join(" ", words));
        long start = System.nanoTime();
        SearchResult result = search.search(query, visible);
        double taken = System.nanoTime() - start;
        return new Timed(taken, result.hits().size() + result.nearestMisses().size());
    }

    /** Long words that hidden tools have and no visible one. */
    private static List<String> hiddenWords(List<CatalogTool> tools, Predicate<CatalogTool> visible) {
        Set<String> seen = tools.stream()
                .filter(visible)
                .flatMap(IsolationBenchmark::words)
                .collect(Collectors.toSet());
        return tools.stream()
                .filter(visible.negate())
                .flatMap(IsolationBenchmark::words)
                .filter(word -> word.length() > 5 && !seen.contains(word))
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static Stream<String> words(CatalogTool tool) {
        return Arrays.stream(
                (tool.tool().name() + " " + tool.tool().description().orElse(""))
                        .toLowerCase(Locale.ROOT)
                        .split("[^a-z]+"));
    }

    private static List<String> sample(List<String> words, Random random) {
        Set<String> sample = new HashSet<>();
        while (sample.size() < Math.min(WORDS, words.size())) {
            sample.add(words.get(random.nextInt(words.size())));
        }
        return List.copyOf(sample);
    }

    private static String scrambled(String word, Random random) {
        List<String> letters = new ArrayList<>(List.of(word.split("")));
        Collections.shuffle(letters, random);
        return String.join("", letters);
    }

    /** The Mann-Whitney statistic as a probability. */
    private static double longer(double[] ones, double[] others) {
        double[] sorted = others.clone();
        Arrays.sort(sorted);
        double below = 0;
        for (double one : ones) {
            below += (place(sorted, one) + place(sorted, Math.nextUp(one))) / 2.0;
        }
        return below / ones.length / others.length;
    }

    private static int place(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double[] resample(double[] values, Random random) {
        return random.ints(values.length, 0, values.length)
                .mapToDouble(index -> values[index])
                .toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
