// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.graph.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One intent with the tools that served it or that somebody said are wrong for it, each known by its place among all
 * tools of all past intents. <i>Open</i> are the tools that a caller may see. Immutable; safe for any number of threads.
 */
final class PastIntent {

    /** What was seen so often is as sure as it will be. */
    private static final double ENOUGH = 3;

    private record Served(ToolKey tool, double share, double evidence) {}

    private final String digest;
    private final Map<String, float[]> vectors;
    private final int[] tools;
    private final double[] shares;
    private final double[] evidence;

    /** How many of the tools served it; they are the first ones. */
    private final int serving;

    /** A bit for each of these, some for several: intents without a bit in common have no such tool in common. */
    private final long signature;

    private PastIntent(IntentRecord record, List<Served> served, Map<ToolKey, Integer> places) {
        digest = record.digest();
        vectors = record.vectors();
        tools = served.stream()
                .mapToInt(one -> places.computeIfAbsent(one.tool(), _ -> places.size()))
                .toArray();
        shares = served.stream().mapToDouble(Served::share).toArray();
        evidence = served.stream().mapToDouble(Served::evidence).toArray();
        serving = (int) served.stream().filter(one -> one.share() > 0).count();
        long bits = 0;
        for (int place = 0; place < serving; place++) {
            bits |= 1L << tools[place];
        }
        signature = bits;
    }

    /**
     * What is left of a record; empty if it says nothing of any tool.
     *
     * @param faded what is left of a count by now
     * @param places of the tools; new ones are added
     */
    static Optional<PastIntent> of(IntentRecord record, UnaryOperator<Tally> faded, Map<ToolKey, Integer> places) {
        List<Served> served = new ArrayList<>();
        record.tools().forEach((tool, tally) -> {
            Tally left = faded.apply(tally);
            double share = IntentRecord.share(left);
            if (share != 0) {
                // A failure must not make its neighbours' word heavier.
                served.add(new Served(tool, share, Math.clamp(left.successes(), 1, ENOUGH)));
            }
        });
        served.sort(Comparator.comparingDouble(Served::share).reversed().thenComparing(Served::tool));
        return served.isEmpty() ? Optional.empty() : Optional.of(new PastIntent(record, served, places));
    }

    String digest() {
        return digest;
    }

    Map<String, float[]> vectors() {
        return vectors;
    }

    /** Whether any of its tools is open. */
    boolean isOpen(boolean[] open) {
        for (int tool : tools) {
            if (open[tool]) {
                return true;
            }
        }
        return false;
    }

    /** How many open tools served it. */
    int serving(boolean[] open) {
        int count = 0;
        for (int place = 0; place < serving; place++) {
            count += open[tools[place]] ? 1 : 0;
        }
        return count;
    }

    /** How many open tools served both. */
    int shared(PastIntent other, boolean[] open) {
        if ((signature & other.signature) == 0) {
            return 0;
        }
        int count = 0;
        for (int place = 0; place < serving; place++) {
            for (int their = 0; open[tools[place]] && their < other.serving; their++) {
                count += other.tools[their] == tools[place] ? 1 : 0;
            }
        }
        return count;
    }

    /** How often it was seen to that an open tool serves it, from 1 to {@link #ENOUGH}; 0 without open tools. */
    double evidence(boolean[] open) {
        double most = 0;
        for (int place = 0; place < tools.length; place++) {
            most = open[tools[place]] ? Math.max(most, evidence[place]) : most;
        }
        return most;
    }

    /** Adds its say for and against open tools. */
    void vote(double say, boolean[] open, double[] votes) {
        for (int place = 0; place < tools.length; place++) {
            votes[tools[place]] += open[tools[place]] ? say * shares[place] : 0;
        }
    }

    /** See {@link IntentRecord#share}; 0 of a tool that it knows nothing of. */
    double share(int tool) {
        for (int place = 0; place < tools.length; place++) {
            if (tools[place] == tool) {
                return shares[place];
            }
        }
        return 0;
    }
}
