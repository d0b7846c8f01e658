// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths as people write them in files that no shell expands. */
final class Paths {

    private Paths() {}

    /**
     * The absolute path; a leading {@code ~/} stands for the user's home.
     *
     * @param folder what a relative path starts from
     * @throws InvalidPathException when the text is no path on this system
     */
    static Path resolve(Path userHome, Path folder, String text) {
        if (text.equals("~")) {
            return userHome;
        }
        Path path = text.startsWith("~/") || text.startsWith("~\\")
                ? userHome.resolve(text.substring(2))
                : folder.resolve(text);
        return path.toAbsolutePath().normalize();
    }
}
