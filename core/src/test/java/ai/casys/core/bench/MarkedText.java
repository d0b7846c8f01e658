// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a Markdown file between {@code <!-- NAME -->} and {@code <!-- end of NAME -->}. */
final class MarkedText {

    private MarkedText() {}

    /**
     * Puts other lines there.
     *
     * @throws IllegalArgumentException if the file has no such part
     */
    static void replace(Path file, String name, String text) throws IOException {
        String whole = Files.readString(file);
        String first = "<!-- " + name + " -->\n";
        String last = "<!-- end of " + name + " -->\n";
        int from = whole.indexOf(first) + first.length();
        int to = whole.indexOf(last);
        if (from < first.length() || to < from) {
            throw new IllegalArgumentException(file + " has no part marked \"" + name + "\"");
        }
        Files.writeString(file, whole.substring(0, from) + text + whole.substring(to));
    }
}
