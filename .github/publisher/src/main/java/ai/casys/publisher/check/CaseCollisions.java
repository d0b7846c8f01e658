// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** No two names of a folder are the same to a file system that ignores case or composes letters: one would be lost. */
final class CaseCollisions implements TreeRule {
    @Override
    public String name() {
        return "case-collisions";
    }

    @Override
    public List<Finding> findings(Candidate candidate, PublishedTrees trees) {
        List<Finding> findings = new ArrayList<>();
        for (PublishedFolder folder : trees.folders()) {
            Map<String, String> names = new HashMap<>();
            for (PublishedFolder.Entry entry : folder.entries()) {
                String other = names.put(folded(entry.name()), entry.name());
                if (other != null
                        && !other.equals(entry.name())
                        && !candidate.policy().accepts(name(), folder.pathOf(entry.name()), other)) {
                    findings.add(new Finding(
                            name(),
                            folder.pathOf(entry.name()),
                            "is the same name as \"" + other + "\" on Windows or macOS",
                            "rename one of the two"));
                }
            }
        }
        return findings;
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
