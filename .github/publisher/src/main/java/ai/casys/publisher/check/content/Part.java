// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check.content;

import java.util.List;

/**
 * Something readable in a file: the file itself, or an entry of an archive that it is.
 *
 * @param inside the way within the file, such as {@code !/lib/a.jar!/A.class}; empty for the file itself
 * @param name the file name by which the content may be judged; for the file itself empty
 * @param kind how {@code lines} came about
 * @param lines the text, line by line, or the constants of a class
 */
public record Part(String inside, String name, Kind kind, List<String> lines) {
    /** How a part was read. */
    public enum Kind {
        TEXT,
        CLASS,
    }

    public Part {
        lines = List.copyOf(lines);
    }

    /** What to call line {@code number}, counted from 1, of file {@code path}. */
    public String place(String path, int number) {
        return kind == Kind.CLASS ? path + inside + " (constant)" : path + inside + ":" + number;
    }
}
