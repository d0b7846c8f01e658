// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Private source files name the private licence, so that one that strays into the open part is noticed. */
final class PrivateLicences implements Check {
    @Override
    public String name() {
        return "private-licences";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Repository repository = candidate.privateRepository();
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk files = new TreeWalk(repository)) {
            files.addTree(walk.parseCommit(candidate.privateTip()).getTree());
            files.setRecursive(true);
            while (files.next()) {
                String path = files.getPathString();
                boolean isFile = FileMode.REGULAR_FILE.equals(files.getFileMode(0))
                        || FileMode.EXECUTABLE_FILE.equals(files.getFileMode(0));
                if (!isFile || candidate.policy().publishes(path)) {
                    continue;
                }
                byte[] bytes = repository.open(files.getObjectId(0)).getCachedBytes(ContentReading.LARGEST);
                LicenceLine.CLOSED
                        .missing(path, Text.lines(bytes))
                        .ifPresent(line -> findings.add(new Finding(
                                name(), path, "lacks the line \"" + line + "\"", "begin the file with that line")));
            }
        }
        return findings;
    }
}
