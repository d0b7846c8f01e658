// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a script that breaks something as small as it goes in a bounded number of attempts. */
final class Minimiser {

    private final Predicate<Script> breaks;
    private int attempts;

    /** @param breaks plays a script, and says whether it still breaks the same thing */
    Minimiser(Predicate<Script> breaks, int attempts) {
        this.breaks = breaks;
        this.attempts = attempts;
    }

    Script minimise(Script script) {
        Script smallest = script;
        for (int at = smallest.steps().size() - 1; at >= 0 && smallest.steps().size() > 1; at--) {
            List<Step> fewer = new ArrayList<>(smallest.steps());
            fewer.remove(at);
            smallest = better(smallest.with(fewer), smallest);
        }
        for (int at = 0; at < smallest.steps().size(); at++) {
            smallest = smaller(smallest, at);
        }
        return smallest;
    }

    private Script smaller(Script script, int at) {
        Script smallest = better(replaced(script, at, script.steps().get(at).delivered(Delivery.WHOLE, 0)), script);
        for (int header = smallest.steps().get(at).headers().size() - 1; header >= 0; header--) {
            Step step = smallest.steps().get(at);
            List<String> fewer = new ArrayList<>(step.headers());
            fewer.remove(header);
            smallest = better(replaced(smallest, at, step.withHeaders(fewer)), smallest);
        }
        for (int size = smallest.steps().get(at).body().length() / 2; size > 0; size /= 2) {
            int from = 0;
            while (from < smallest.steps().get(at).body().length()) {
                Step step = smallest.steps().get(at);
                String body = step.body();
                String less = body.substring(0, from) + body.substring(Math.min(body.length(), from + size));
                Script next = better(replaced(smallest, at, step.withBody(less)), smallest);
                if (next.equals(smallest)) {
                    from += size;
                }
                smallest = next;
            }
        }
        return smallest;
    }

    private static Script replaced(Script script, int at, Step step) {
        List<Step> steps = new ArrayList<>(script.steps());
        steps.set(at, step);
        return script.with(steps);
    }

    private Script better(Script candidate, Script otherwise) {
        if (attempts-- <= 0 || candidate.equals(otherwise)) {
            return otherwise;
        }
        return breaks.test(candidate) ? candidate : otherwise;
    }
}
