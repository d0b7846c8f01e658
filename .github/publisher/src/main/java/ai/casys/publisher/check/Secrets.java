// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.check.content.Part;
import ai.casys.publisher.check.secret.Secret;
import ai.casys.publisher.check.secret.SecretNames;
import ai.casys.publisher.check.secret.SecretShapes;
import ai.casys.publisher.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** No secrets in files, nor in archives that are files. */
final class Secrets implements ContentRule {
    static final String REMEDY =
            "change the secret now, wherever it is valid, and rewrite the private history before it is"
                    + " published; if it is none, accept it in the policy";

    @Override
    public String name() {
        return "secrets";
    }

    @Override
    public List<Finding> findings(Policy policy, PublishedFile file, Contents contents) {
        List<Finding> findings = new ArrayList<>();
        for (Part part : contents.parts()) {
            if (!part.inside().isEmpty() && SecretNames.matches(part.name())) {
                findings.add(new Finding(
                        name(), file.path() + part.inside(), "has the name of a file that holds secrets", REMEDY));
            }
            int number = 0;
            for (String line : part.lines()) {
                number++;
                for (Secret secret : SecretShapes.in(line)) {
                    String text = line.substring(secret.start(), secret.end());
                    if (!policy.accepts(name(), file.path(), text)) {
                        findings.add(new Finding(
                                name(),
                                part.place(file.path(), number),
                                "holds " + secret.kind() + ": " + Secret.shortened(text),
                                REMEDY));
                    }
                }
            }
        }
        return findings;
    }
}
