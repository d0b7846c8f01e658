// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.tool;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.DiffAlgorithmI;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.algorithm.myers.MyersDiff;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;

/**
 * Line by line comparison of two texts in unified format.
 *
 * @param text the unified diff, empty when the texts are equal
 * @param added lines only in the second text
 * @param removed lines only in the first text
 */
public record LineDiff(String text, int added, int removed) {

    /** More lines than this on one side are not compared: the time grows with lines times differences. */
    public static final int MAX_LINES = 20_000;

    /** Up to here the algorithm with the nicer result, whose memory grows with the square of the differences. */
    private static final int SMALL = 1_000;

    private static final String NO_NEWLINE = "\n\\ No newline at end of file";

    /**
     * Compares two texts.
     *
     * @param context unchanged lines shown around each change
     * @throws ToolFailure if a text has more than {@link #MAX_LINES} lines
     */
    public static LineDiff between(
            String leftName, String left, String rightName, String right, int context, Budget budget) {
        List<String> leftLines = lines(left, leftName);
        List<String> rightLines = lines(right, rightName);
        boolean small = leftLines.size() + rightLines.size() <= SMALL;
        DiffAlgorithmI<String> algorithm = small ? new MyersDiff<>() : new MyersDiffWithLinearSpace<>();
        Patch<String> patch = DiffUtils.diff(leftLines, rightLines, algorithm, new Watch(budget));
        int added = 0;
        int removed = 0;
        for (AbstractDelta<String> delta : patch.getDeltas()) {
            added += delta.getTarget().size();
            removed += delta.getSource().size();
        }
        if (added + removed == 0) {
            return new LineDiff("", 0, 0);
        }
        List<String> unified = UnifiedDiffUtils.generateUnifiedDiff(leftName, rightName, leftLines, patch, context);
        return new LineDiff(String.join("\n", unified) + "\n", added, removed);
    }

    private static List<String> lines(String text, String name) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int last = lines.size() - 1;
        if (lines.get(last).isEmpty()) {
            lines.remove(last);
        } else {
            lines.set(last, lines.get(last) + NO_NEWLINE);
        }
        if (lines.size() > MAX_LINES) {
            throw new ToolFailure("\"" + name + "\" has " + lines.size() + " lines; at most " + MAX_LINES
                    + " are compared. Compare it in parts.");
        }
        return lines;
    }

    /** The algorithm reports every step, which is the place to notice a deadline. */
    private record Watch(Budget budget) implements DiffAlgorithmListener {

        @Override
        public void diffStart() {
            budget.checkNow();
        }

        @Override
        public void diffStep(int value, int max) {
            budget.check();
        }

        @Override
        public void diffEnd() {
            budget.checkNow();
        }
    }
}
