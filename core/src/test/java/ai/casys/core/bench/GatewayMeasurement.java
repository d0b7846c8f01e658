// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.bench.GatewayBenchmark.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/** The rounds of every cell in the order they were measured, and what follows from them. One thread. */
final class GatewayMeasurement {

    /** One round. */
    record Round(Load.Outcome outcome, Duration engineTime) {

        /** Microseconds of processor that the gateway took for one call. */
        double engineMicroseconds() {
            return engineTime.toNanos() / 1e3 / Math.max(1, outcome.latencies().count());
        }
    }

    /** What is told of a cell: the median over its rounds, for wrong and missing answers the sum. */
    record Figures(
            double perSecond,
            double p50,
            double p99,
            double worst,
            double engineMicroseconds,
            long calls,
            long wrong,
            long missing) {}

    private final SequencedMap<Cell, List<Round>> rounds = new LinkedHashMap<>();
    private final double residentBefore;
    private double residentAfter;

    GatewayMeasurement(double residentBefore) {
        this.residentBefore = residentBefore;
    }

    void add(Cell cell, Load.Outcome outcome, Duration engineTime) {
        rounds.computeIfAbsent(cell, _ -> new ArrayList<>()).add(new Round(outcome, engineTime));
        outcome.problems().forEach(problem -> System.err.println(cell + ": " + problem));
    }

    void finish(double resident) {
        residentAfter = resident;
    }

    SequencedMap<Cell, Figures> figures() {
        SequencedMap<Cell, Figures> figures = new LinkedHashMap<>();
        for (Map.Entry<Cell, List<Round>> cell : rounds.entrySet()) {
            List<Round> all = cell.getValue();
            figures.put(
                    cell.getKey(),
                    new Figures(
                            median(all, round -> round.outcome().perSecond()),
                            median(all, round -> round.outcome().latencies().milliseconds(0.50)),
                            median(all, round -> round.outcome().latencies().milliseconds(0.99)),
                            median(all, round -> round.outcome().latencies().milliseconds(1)),
                            median(all, Round::engineMicroseconds),
                            all.stream()
                                    .mapToLong(
                                            round -> round.outcome().latencies().count())
                                    .sum(),
                            all.stream()
                                    .mapToLong(round -> round.outcome().wrong())
                                    .sum(),
                            all.stream()
                                    .mapToLong(round -> round.outcome().missing())
                                    .sum()));
        }
        return figures;
    }

    Report report() {
        Report report = new Report();
        SequencedMap<Cell, Figures> figures = figures();
        figures.forEach((cell, value) -> {
            Way way = cell.way();
            String name = String.join(
                    "_", way.client().label(), way.server(), way.title(), String.valueOf(cell.connections()));
            report.add(name + "_rate", value.perSecond(), "per_s")
                    .add(name + "_share", 100 * share(figures, cell), "percent")
                    .add(name + "_p50", value.p50(), "ms")
                    .add(name + "_p99", value.p99(), "ms")
                    .add(name + "_engine", value.engineMicroseconds(), "us_per_call")
                    .add(name + "_calls", (double) value.calls(), "")
                    .add(name + "_wrong", (double) value.wrong(), "")
                    .add(name + "_missing", (double) value.missing(), "");
        });
        return report.add("resident_before", residentBefore, "MB").add("resident_after", residentAfter, "MB");
    }

    String markdown() {
        StringBuilder text = new StringBuilder("""

                | connections | client | server | way | calls/s | of direct | p50 | added at p50 | p99 | p99 / p50 | gateway's processor time a call | calls, wrong, missing |
                |---|---|---|---|---|---|---|---|---|---|---|---|
                """);
        SequencedMap<Cell, Figures> figures = figures();
        figures.forEach((cell, value) -> {
            boolean direct = !cell.way().throughGateway();
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | %s | %s | %s | %,.0f | %s | %.2f ms | %s | %.2f ms | %.1f | %s | %,d, %d, %d |%n",
                    cell.connections(),
                    cell.way().client().label(),
                    cell.way().server(),
                    cell.way().title(),
                    value.perSecond(),
                    direct ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * share(figures, cell)),
                    value.p50(),
                    direct
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "%.2f ms",
                                    value.p50() - direct(figures, cell).p50()),
                    value.p99(),
                    value.p99() / value.p50(),
                    direct ? "" : String.format(Locale.ROOT, "%.0f µs", value.engineMicroseconds()),
                    value.calls(),
                    value.wrong(),
                    value.missing()));
        });
        return text.append(String.format(
                        Locale.ROOT,
                        "%nResident memory of the gateway's JVM: %.0f MB after warming up, %.0f MB at the end.%n%n",
                        residentBefore,
                        residentAfter))
                .toString();
    }

    /** The rate of a cell as a share of what the same clients reach at the same server without the gateway. */
    private static double share(SequencedMap<Cell, Figures> figures, Cell cell) {
        return figures.getOrDefault(cell, direct(figures, cell)).perSecond()
                / direct(figures, cell).perSecond();
    }

    private static Figures direct(SequencedMap<Cell, Figures> figures, Cell cell) {
        Figures direct = figures.get(new Cell(cell.way().direct(), cell.connections()));
        if (direct == null) {
            throw new IllegalStateException("nothing was measured directly for " + cell);
        }
        return direct;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
