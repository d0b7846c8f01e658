// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/** Every public commit brings the licence that its files name. */
final class LicenceFile implements Check {
    private static final String NAME = "LICENSE";
    private static final int MOST_FINDINGS = 100;

    @Override
    public String name() {
        return "licence-file";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Map<ObjectId, Boolean> judged = new HashMap<>();
        try (Trees trees = new Trees(candidate.repository());
                RevWalk walk = new RevWalk(candidate.repository())) {
            for (Published published : candidate.newCommits().reversed()) {
                ObjectId root = walk.parseCommit(published.commit()).getTree().copy();
                Optional<PublishedFolder.Entry> licence = trees.entries(root).stream()
                        .filter(entry -> entry.name().equals(NAME))
                        .findFirst();
                boolean sound = false;
                if (licence.isPresent()) {
                    ObjectId id = licence.get().id();
                    Boolean known = judged.get(id);
                    sound = known == null ? isLicence(candidate, id) : known;
                    judged.put(id, sound);
                }
                if (!sound
                        && findings.size() < MOST_FINDINGS
                        && !candidate
                                .policy()
                                .accepts(name(), published.origin().name(), NAME)) {
                    findings.add(new Finding(
                            name(),
                            Places.of(published),
                            licence.isPresent()
                                    ? NAME + " is not the GNU Affero General Public License, version 3"
                                    : "there is no file " + NAME,
                            "add the text of AGPL-3.0 as " + NAME + " and publish it by the policy"));
                }
            }
        }
        return findings;
    }

    private static boolean isLicence(Candidate candidate, ObjectId id) throws IOException {
        String text = Text.of(candidate.repository().open(id).getCachedBytes(1 << 20));
        return text.contains("GNU AFFERO GENERAL PUBLIC LICENSE") && text.contains("Version 3, 19 November 2007");
    }
}
