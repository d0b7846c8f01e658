// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import ai.casys.core.conformance.Suite.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The table of one revision: a row a scenario, a column for the fixture alone and one for each form behind us. */
final class ScenarioTable {

    private final String revision;
    private final int required;
    private final List<String> rows = new ArrayList<>();
    private final int[] passed = new int[1 + Upstream.values().length];
    private boolean scored;
    private int column;
    private StringBuilder row = new StringBuilder();

    ScenarioTable(String revision, int required) {
        this.revision = revision;
        this.required = required;
    }

    /** Begins the row of a scenario; the columns of the gateway follow in the order of {@link Upstream}. */
    void begin(String scenario, boolean countsForTheRevision, Verdict alone) {
        endRow();
        scored = countsForTheRevision;
        column = 0;
        row = new StringBuilder("| ").append(scenario).append(scored ? "" : " (not scored)");
        add(alone);
    }

    void add(Verdict verdict) {
        row.append(" | ").append(cell(verdict));
        if (verdict.passed() && scored) {
            passed[column]++;
        }
        column++;
    }

    String markdown() {
        endRow();
        StringBuilder text = new StringBuilder("### Revision ").append(revision).append("\n\n| scenario | alone");
        for (Upstream upstream : Upstream.values()) {
            text.append(" | ").append(upstream.label());
        }
        text.append(" |\n|---|").append("---|".repeat(passed.length)).append('\n');
        rows.forEach(line -> text.append(line).append('\n'));
        text.append("| **required: ").append(required).append("**");
        for (int count : passed) {
            text.append(" | **").append(count).append("**");
        }
        return text.append(" |\n").toString();
    }

    private void endRow() {
        if (!row.isEmpty()) {
            rows.add(row + " |");
            row = new StringBuilder();
        }
    }

    /**
     * A tick, a cross, or a dash where nothing was checked. The number of checks is left out, since it varies with what
     * the suite finds to check.
     */
    static String cell(Verdict verdict) {
        if (!verdict.passed()) {
            return "✗";
        }
        return verdict.succeeded().isEmpty() ? "–" : "✓";
    }
}
