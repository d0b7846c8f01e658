// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.learning.Reliability;
import ai.casys.core.learning.weights.SignalPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What was learned of a tool for one intent.
 *
 * @param evidence each signal as it is, without weight, in the order of the plan
 * @param served how much like intents speak for the tool, from 0 to 1
 * @param company how much the tool belongs to the others that fit, from 0 to 1
 * @param reasons the same in words
 */
record Experience(List<Double> evidence, double served, double company, List<Reason> reasons) {
    Experience {
        evidence = List.copyOf(evidence);
        reasons = List.copyOf(reasons);
    }

    /** There is none; only the text speaks. */
    static Experience none(double text, SignalPlan plan) {
        List<Double> evidence =
                new ArrayList<>(Collections.nCopies(plan.signals().size(), 0.0));
        evidence.set(0, text);
        evidence.set(evidence.size() - 1, Reliability.UNKNOWN.score());
        return new Experience(evidence, 0, 0, List.of());
    }
}
