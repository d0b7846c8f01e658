// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a run over a data set showed.
 *
 * @param ways the measured ways of ranking by name, in the order in which they are shown
 * @param curve what learning has brought after so many calls, from none to all
 * @param fresh milliseconds of each search whose intent had to be read by the models
 * @param known milliseconds of each search whose intent had been read before
 */
public record EvalReport(Map<String, Measurement> ways, List<Point> curve, List<Double> fresh, List<Double> known) {
    public EvalReport {
        ways = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(ways));
        curve = List.copyOf(curve);
        fresh = List.copyOf(fresh);
        known = List.copyOf(known);
    }

    /**
     * One point of the learning curve.
     *
     * @param calls how many calls were learned from; mean over the folds
     */
    public record Point(int calls, Measurement measured) {
        public Point {
            Objects.requireNonNull(measured, "measured is null");
        }
    }

    /** The time that this part of the searches stayed below, in milliseconds. */
    public static double percentile(List<Double> millis, double part) {
        List<Double> sorted = new ArrayList<>(millis);
        sorted.sort(null);
        return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * part)));
    }
}
