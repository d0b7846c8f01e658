// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The measurements, by name: {@code bench NAME [--data DIR] [--json] …}. Exit code 64 for wrong usage, 1 if
 * what was measured went wrong. */
public final class Bench {

    private static final Map<String, Benchmark> BENCHMARKS = new TreeMap<>(Map.of(
            "envelope",
            new EnvelopeBenchmark(),
            "gateway",
            new GatewayBenchmark(),
            "intent",
            new IntentBenchmark(),
            "isolation",
            new IsolationBenchmark(),
            "sessions",
            new SessionsBenchmark(),
            "plan",
            new PlanBenchmark(),
            "search",
            new SearchBenchmark(),
            "start",
            new StartBenchmark(),
            "tokens",
            new TokensBenchmark()));

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) throws Exception {
        Benchmark benchmark = arguments.isEmpty() ? null : BENCHMARKS.get(arguments.getFirst());
        if (benchmark == null) {
            System.err.println("usage: bench NAME [options]; NAME is one of");
            BENCHMARKS.forEach((name, known) -> System.err.println("  " + name + " " + known.usage()));
            return 64;
        }
        try {
            Report report = benchmark.run(Options.parse(arguments.subList(1, arguments.size())));
            System.out.println(arguments.contains("--json") ? report.json() : report.text());
            return report.isFailed() ? 1 : 0;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 64;
        }
    }

    /** One measurement. */
    interface Benchmark {

        /** The options and what is measured, in one line. */
        String usage();

        /** Measures; a wrong option is an {@link IllegalArgumentException}. */
        Report run(Options options) throws Exception;
    }

    /** {@code --name value} pairs; {@code --json} stands alone. */
    record Options(Map<String, String> values) {
        Options {
            values = Map.copyOf(values);
        }

        static Options parse(List<String> arguments) {
            Map<String, String> values = new TreeMap<>();
            for (int i = 0; i < arguments.size(); i++) {
                String name = arguments.get(i);
                if (name.equals("--json")) {
                    continue;
                }
                if (!name.startsWith("--") || i + 1 == arguments.size()) {
                    throw new IllegalArgumentException("\"" + name + "\" is not an option with a value");
                }
                values.put(name.substring(2), arguments.get(++i));
            }
            return new Options(values);
        }

        String required(String name) {
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("--" + name + " is missing");
            }
            return value;
        }

        String text(String name, String otherwise) {
            return values.getOrDefault(name, otherwise);
        }

        int number(String name, int otherwise) {
            String value = values.get(name);
            try {
                return value == null ? otherwise : Integer.parseInt(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--" + name + " must be a number, but is \"" + value + "\"", e);
            }
        }
    }

    /** Times of one kind of operation, in nanoseconds. */
    static final class Times {
        private final List<Long> nanos = new ArrayList<>();

        void add(long duration) {
            nanos.add(duration);
        }

        /** Microseconds below which the given share of the times lies. */
        double microseconds(double share) {
            long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(sorted);
            return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))] / 1_000.0;
        }
    }
}
