// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Named numbers in the order they were added, as text for people and as JSON for programs. Belongs to one thread. */
final class Report {

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final StringBuilder text = new StringBuilder();
    private boolean failed;

    Report add(String name, double value, String unit) {
        double rounded = Math.round(value * 1_000) / 1_000.0;
        json.put(name + (unit.isEmpty() ? "" : "_" + unit), rounded);
        text.append(String.format(Locale.ROOT, "%-32s %12.3f %s%n", name.replace('_', ' '), rounded, unit));
        return this;
    }

    Report add(String name, Bench.Times times) {
        return add(name + "_p50", times.microseconds(0.50) / 1_000, "ms")
                .add(name + "_p95", times.microseconds(0.95) / 1_000, "ms")
                .add(name + "_p99", times.microseconds(0.99) / 1_000, "ms");
    }

    /** Says that something in it is wrong, whatever the numbers look like. */
    Report failed() {
        failed = true;
        return this;
    }

    boolean isFailed() {
        return failed;
    }

    String json() {
        return json.toString();
    }

    String text() {
        return text.toString().stripTrailing();
    }
}
