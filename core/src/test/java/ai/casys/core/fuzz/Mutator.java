// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes one script out of others; the same random numbers make the same script. */
final class Mutator {

    private static final int MOST_STEPS = 16;

    private final Random random;
    private final JsonMutation json;
    private final HeadMutation heads;

    Mutator(Random random) {
        this.random = random;
        this.json = new JsonMutation(random);
        this.heads = new HeadMutation(random);
    }

    /** @param other where steps may be borrowed */
    Script mutate(Script script, Script other) {
        List<Step> steps = new ArrayList<>(script.steps());
        int changes = 1 + random.nextInt(4);
        for (int count = 0; count < changes; count++) {
            int at = random.nextInt(steps.size());
            int kind = random.nextInt(20);
            if (kind < 9) {
                steps.set(at, steps.get(at).withBody(json.of(steps.get(at).body())));
            } else if (kind < 14) {
                steps.set(at, heads.of(steps.get(at)));
            } else if (kind < 17) {
                Delivery[] all = Delivery.values();
                steps.set(at, steps.get(at).delivered(all[random.nextInt(all.length)], random.nextInt(1000)));
            } else {
                order(steps, at, other);
            }
        }
        return script.with(steps.subList(0, Math.min(steps.size(), MOST_STEPS)));
    }

    private void order(List<Step> steps, int at, Script other) {
        Step borrowed = other.steps().get(random.nextInt(other.steps().size()));
        switch (random.nextInt(7)) {
            case 0 -> {
                if (steps.size() > 1) {
                    steps.remove(at);
                }
            }
            case 1 -> Collections.swap(steps, at, random.nextInt(steps.size()));
            case 2 -> steps.add(at, steps.get(at));
            case 3 -> steps.add(at, borrowed);
            case 4 -> steps.addAll(other.steps());
            case 5 -> // Somebody else's session, or none.
                steps.replaceAll(step -> step.withHeaders(step.headers().stream()
                        .map(header -> header.replace("${session}", "AAAAAAAAAAAAAAAAAAAAAA"))
                        .toList()));
            default -> {
                // A state that was tampered with, and another one that is cut.
                String forged = random.nextBoolean() ? "A${state}" : "${state}${state}";
                steps.replaceAll(step -> step.withBody(step.body().replace("${state}", forged)));
            }
        }
    }
}
