// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.FileMode;

/** The tree that this build belongs to, as it lies there. */
public final class WorkingCopy {
    private WorkingCopy() {}

    /** Commits all files that git tracks or would add. */
    public static void commitTo(Workshop workshop) throws IOException, InterruptedException {
        for (String name : SourceTree.files()) {
            Path file = SourceTree.root().resolve(name);
            if (Files.isSymbolicLink(file)) {
                workshop.link(name, Files.readSymbolicLink(file).toString().replace('\\', '/'));
                continue;
            }
            FileMode mode = Files.isExecutable(file) ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
            workshop.item(name, mode, workshop.blob(Files.readAllBytes(file)));
        }
        workshop.commit("Everything there is");
    }
}
