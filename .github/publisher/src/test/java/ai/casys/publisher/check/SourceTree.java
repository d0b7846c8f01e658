// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The tree that this build belongs to. */
final class SourceTree {
    private SourceTree() {}

    static Path root() {
        String root = System.getProperty("casys.root", "");
        return (root.isEmpty() ? Path.of("../..") : Path.of(root))
                .toAbsolutePath()
                .normalize();
    }

    /** Paths from the root of all files that git tracks or would add, with forward slashes. */
    static List<String> files() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                .directory(root().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0 || output.isEmpty()) {
            throw new IOException("git cannot list the files of " + root());
        }
        return Stream.of(output.split("\0"))
                .distinct()
                .filter(file -> Files.exists(root().resolve(file), LinkOption.NOFOLLOW_LINKS))
                .sorted()
                .toList();
    }
}
