// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.weights;

import java.util.List;
import java.util.Objects;

/** The signals of a ranking in their order, with the weights they have before anything is learned. */
public record SignalPlan(List<Signal> signals) {

    /** Of a ranking that has no signals; nothing is learned for it. */
    public static final SignalPlan NONE = new SignalPlan(List.of());

    /**
     * One signal.
     *
     * @param weight without anything learned, 0 or more
     * @param text whether it comes from the tool's text alone; the others must prove that they help
     */
    public record Signal(String name, double weight, boolean text) {
        public Signal {
            Objects.requireNonNull(name, "name is null");
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("weight " + weight + " of " + name + " is not 0 or more");
            }
        }
    }

    public SignalPlan {
        signals = List.copyOf(signals);
    }

    double[] defaults() {
        return signals.stream().mapToDouble(Signal::weight).toArray();
    }

    /** The weights with nothing but text. */
    double[] textOnly() {
        return signals.stream()
                .mapToDouble(signal -> signal.text() ? signal.weight() : 0)
                .toArray();
    }
}
