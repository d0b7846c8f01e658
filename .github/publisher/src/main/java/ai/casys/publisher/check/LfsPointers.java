// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** Content kept elsewhere (git LFS) is not published with its pointer, unless somebody saw to it and accepted it. */
final class LfsPointers implements ContentRule {
    private static final List<String> BEGINNINGS =
            List.of("version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/");

    @Override
    public String name() {
        return "lfs-pointers";
    }

    @Override
    public List<Finding> findings(Policy policy, PublishedFile file, Contents contents) {
        List<Finding> findings = new ArrayList<>();
        if (contents.parts().isEmpty()) {
            return findings;
        }
        List<String> lines = contents.parts().getFirst().lines();
        String first = lines.getFirst();
        if (BEGINNINGS.stream().anyMatch(first::startsWith)) {
            String object = lines.stream()
                    .filter(line -> line.startsWith("oid "))
                    .findFirst()
                    .orElse("");
            add(policy, file, object, "is a pointer to an LFS object that strangers may not have", findings);
        }
        if (file.name().equals(".gitattributes")) {
            lines.stream()
                    .filter(line -> !line.startsWith("#") && line.contains("filter=lfs"))
                    .forEach(line -> add(policy, file, line, "keeps files in LFS: " + line, findings));
        }
        return findings;
    }

    private void add(Policy policy, PublishedFile file, String text, String problem, List<Finding> findings) {
        if (!policy.accepts(name(), file.path(), text)) {
            findings.add(
                    new Finding(
                            name(),
                            file.path(),
                            problem,
                            "commit the file itself; or upload the object to the public repository and accept it in the policy"));
        }
    }
}
