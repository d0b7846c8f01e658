// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import ai.casys.core.builtin.tool.Budget;
import java.io.IOException;
import java.io.Reader;

/**
 * Some lines of a text, read without keeping the rest in memory.
 *
 * @param lastLine number of the last line in the text, 0 if there is none
 * @param truncated whether something that was asked for is missing because of the size limit
 * @param more whether the file goes on after the text
 */
record LineWindow(String text, long lastLine, boolean truncated, boolean more) {

    /**
     * @param first number of the first line wanted, from 1
     * @param last number of the last line wanted
     * @param maxChars where the text is cut
     */
    static LineWindow read(Reader reader, long first, long last, int maxChars, Budget budget) throws IOException {
        StringBuilder text = new StringBuilder();
        long line = 1;
        long lastLine = 0;
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            budget.check();
            if (line > last) {
                return new LineWindow(text.toString(), lastLine, false, true);
            }
            if (line >= first) {
                if (text.length() == maxChars) {
                    if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
                        text.setLength(text.length() - 1);
                    }
                    return new LineWindow(text.toString(), lastLine, true, true);
                }
                text.append((char) c);
                lastLine = line;
            }
            if (c == '\n') {
                line++;
            }
        }
        return new LineWindow(text.toString(), lastLine, false, false);
    }
}
