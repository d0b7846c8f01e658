// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;

/**
 * The end of what a process wrote to its standard error, to explain its death: the last line is often decoration, so of
 * the last ten lines the newest that speaks of an error is preferred. Safe for any number of threads.
 */
final class LastWords {

    private static final int LINES = 10;
    private static final int LENGTH = 300;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        String text = line.strip();
        if (text.isEmpty()) {
            return;
        }
        lines.addLast(text.length() > LENGTH ? text.substring(0, LENGTH) : text);
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    /** One line, or nothing if the process said nothing. */
    synchronized String text() {
        for (Iterator<String> newest = lines.descendingIterator(); newest.hasNext(); ) {
            String line = newest.next();
            if (line.toLowerCase(Locale.ROOT).contains("error")) {
                return line;
            }
        }
        return lines.isEmpty() ? "" : lines.getLast();
    }
}
