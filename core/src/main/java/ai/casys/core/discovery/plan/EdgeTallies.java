// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often two tools were used in one run, and in how many of those a value flowed from the first to the second; the
 * same for each tool with any other. All counts are sums of the runs' weights. Filled by one thread, then only read.
 */
final class EdgeTallies {

    /**
     * @param together runs (or pairs within runs) that could have had the edge
     * @param flowed those that had it
     */
    record Tally(double together, double flowed) {
        static final Tally NONE = new Tally(0, 0);

        Tally plus(double moreTogether, double moreFlowed) {
            return new Tally(together + moreTogether, flowed + moreFlowed);
        }

        /** The same without one run of this weight, as if it had not been seen. */
        Tally without(double times, double flows) {
            return new Tally(Math.max(0, together - times), Math.max(0, flowed - flows));
        }
    }

    private final Map<Edge, Tally> pairs = new HashMap<>();
    private final Map<String, Tally> sources = new HashMap<>();
    private final Map<String, Tally> targets = new HashMap<>();
    private final Map<String, List<String>> partners = new HashMap<>();
    private final Map<String, Double> runs = new HashMap<>();
    private Tally all = Tally.NONE;

    void add(ObservedRun run) {
        double weight = run.weight();
        run.tools().forEach(tool -> runs.merge(tool, weight, Double::sum));
        for (String from : run.tools()) {
            for (String to : run.tools()) {
                if (from.equals(to)) {
                    continue;
                }
                Edge edge = new Edge(from, to);
                double flowed = run.edges().contains(edge) ? weight : 0;
                if (pairs.put(edge, pair(edge).plus(weight, flowed)) == null) {
                    partners.computeIfAbsent(from, any -> new ArrayList<>()).add(to);
                }
                sources.merge(from, new Tally(weight, flowed), EdgeTallies::sum);
                targets.merge(to, new Tally(weight, flowed), EdgeTallies::sum);
                all = all.plus(weight, flowed);
            }
        }
    }

    Tally pair(Edge edge) {
        return pairs.getOrDefault(edge, Tally.NONE);
    }

    /** The tool as the first of any pair. */
    Tally source(String tool) {
        return sources.getOrDefault(tool, Tally.NONE);
    }

    /** The tool as the second of any pair. */
    Tally target(String tool) {
        return targets.getOrDefault(tool, Tally.NONE);
    }

    /** The tools that were ever used in one run with this one. */
    List<String> partners(String tool) {
        return partners.getOrDefault(tool, List.of());
    }

    /** Runs that used the tool. */
    double runs(String tool) {
        return runs.getOrDefault(tool, 0.0);
    }

    Tally all() {
        return all;
    }

    private static Tally sum(Tally one, Tally other) {
        return one.plus(other.together(), other.flowed());
    }
}
