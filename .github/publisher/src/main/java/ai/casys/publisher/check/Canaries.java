// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.check.content.Part;
import ai.casys.publisher.check.secret.Canary;
import ai.casys.publisher.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** None of the words that lie in private files to betray a leak. There are no exceptions: change the canary instead. */
final class Canaries implements ContentRule {
    static final String REMEDY = "something private is about to become public: find the way it took; never accept this";

    @Override
    public String name() {
        return "canaries";
    }

    @Override
    public List<Finding> findings(Policy policy, PublishedFile file, Contents contents) {
        List<Finding> findings = new ArrayList<>();
        for (Canary canary : policy.canaries().stream().map(Canary::new).toList()) {
            if (canary.sings(file.path(), file.path().toLowerCase(Locale.ROOT))) {
                findings.add(new Finding(name(), file.path(), "its name holds a canary of the policy", REMEDY));
            }
            for (Part part : contents.parts()) {
                int number = 0;
                for (String line : part.lines()) {
                    number++;
                    if (canary.sings(line, line.toLowerCase(Locale.ROOT))) {
                        findings.add(new Finding(
                                name(), part.place(file.path(), number), "holds a canary of the policy", REMEDY));
                    }
                }
            }
        }
        return findings;
    }
}
