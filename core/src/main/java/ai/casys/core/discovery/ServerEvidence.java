// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

/**
 * How much speaks for each server as a whole: the square of its best tool for the intent, and the mean square of its best
 * tools for each clause, so that one server which can do all of it comes before one that can do a part. Where most tools
 * are of one server that says nothing about a tool, and counts as little. Counts visible tools only. On one thread.
 */
final class ServerEvidence {

    // Servers of equal size at which the evidence has half its weight, less the one that there is at least.
    private static final double FEW = 4;

    private final Visible visible;
    private final int[] serverOf;
    private final int[] sizes;
    private final float[] clauses;
    private int count;

    ServerEvidence(ToolSearcher searcher, Visible visible) {
        this.visible = visible;
        serverOf = new int[visible.size()];
        sizes = new int[searcher.serverCount()];
        clauses = new float[sizes.length];
        for (int place = 0; place < serverOf.length; place++) {
            serverOf[place] = searcher.server(visible.document(place));
            sizes[serverOf[place]]++;
        }
    }

    /** Adds the tools' scores for one clause, by place. */
    void clause(float[] scores) {
        float[] best = best(scores);
        for (int server = 0; server < best.length; server++) {
            clauses[server] += best[server] * best[server];
        }
        count++;
    }

    /**
     * For each place what speaks for its server, as a part of the most there is.
     *
     * @param scores of the tools for the intent; a text without clauses is its own only clause
     */
    float[] of(float[] scores, float[] whole) {
        if (count == 0) {
            clause(whole);
        }
        float[] best = best(scores);
        float most = 0;
        for (int server = 0; server < best.length; server++) {
            best[server] = best[server] * best[server] + clauses[server] / count;
            most = Math.max(most, best[server]);
        }
        float[] of = new float[serverOf.length];
        for (int place = 0; place < of.length && most > 0; place++) {
            of[place] = best[serverOf[place]] / most;
        }
        return of;
    }

    /** From 0 for a single server towards 1 for many of about equal size. */
    double weight() {
        // Whole numbers, since the order of the servers depends on how the tools came.
        long squares = 0;
        for (int size : sizes) {
            squares += (long) size * size;
        }
        double servers = squares == 0 ? 1 : (double) visible.size() * visible.size() / squares;
        return (servers - 1) / (servers - 1 + FEW);
    }

    private float[] best(float[] scores) {
        float[] best = new float[sizes.length];
        for (int place = 0; place < scores.length; place++) {
            best[serverOf[place]] = Math.max(best[serverOf[place]], scores[place]);
        }
        return best;
    }
}
