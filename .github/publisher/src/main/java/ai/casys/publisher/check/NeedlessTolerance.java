// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.check.content.Part;
import ai.casys.publisher.policy.Tolerated;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;

/** Every mention that the policy tolerates is still there; else the next one to come would pass unseen. */
record NeedlessTolerance(Memo<PublishedTrees> trees) implements Check {
    @Override
    public String name() {
        return "needless-tolerance";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        Set<Tolerated> needless = new LinkedHashSet<>(candidate.policy().tolerated());
        try (ObjectReader reader = candidate.repository().newObjectReader()) {
            for (PublishedFile file : trees.of(candidate).newest(candidate)) {
                if (!file.hasContent()) {
                    continue;
                }
                byte[] bytes = reader.open(file.id(), Constants.OBJ_BLOB).getCachedBytes(ContentReading.LARGEST);
                for (Part part : Contents.of(bytes).parts()) {
                    for (String line : part.lines()) {
                        needless.removeIf(entry -> needs(candidate, entry, file.path(), line));
                    }
                }
            }
        }
        return needless.stream()
                .map(entry -> new Finding(
                        name(),
                        entry.file(),
                        "nothing needs the tolerated mention " + entry.pattern(),
                        "remove it from the policy"))
                .toList();
    }

    private static boolean needs(Candidate candidate, Tolerated entry, String path, String line) {
        for (Pattern pattern : candidate.policy().forbidden()) {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                if (entry.covers(path, line, matcher.start(), matcher.end())) {
                    return true;
                }
            }
        }
        return false;
    }
}
