// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Person;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/** What a tag says and who made it is held to the rules for commits, and it is not signed by somebody for other bytes. */
final class TagObjects implements Check {
    private static final Set<String> ALLOWED = Set.of("object", "type", "tag", "tagger");

    @Override
    public String name() {
        return "tag-objects";
    }

    @Override
    public List<Finding> findings(Candidate candidate) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (ObjectReader reader = candidate.repository().newObjectReader()) {
            for (Map.Entry<String, ObjectId> tag : Tags.all(candidate).entrySet()) {
                ObjectLoader object = reader.open(tag.getValue());
                if (object.getType() == Constants.OBJ_TAG) {
                    GitText text = GitText.parse(object.getCachedBytes());
                    for (Prose.Flaw flaw : flaws(candidate, text)) {
                        if (!candidate.policy().accepts(name(), tag.getKey(), flaw.text())) {
                            findings.add(new Finding(
                                    name(),
                                    tag.getKey(),
                                    flaw.problem(),
                                    "make the tag anew with a message for the public"));
                        }
                    }
                }
            }
        }
        return findings;
    }

    private static List<Prose.Flaw> flaws(Candidate candidate, GitText tag) throws IOException {
        List<Prose.Flaw> flaws = new ArrayList<>(Prose.flaws(candidate.policy(), tag.message()));
        for (GitText.Header header : tag.headers()) {
            if (!ALLOWED.contains(header.name())) {
                flaws.add(new Prose.Flaw("has the header \"" + header.name() + "\"", header.name()));
            }
        }
        if (tag.message().contains("-----BEGIN ")) {
            flaws.add(new Prose.Flaw("is signed; the signature is one of the private tag", "signature"));
        }
        for (String id : PrivateIds.named(candidate, tag.message())) {
            flaws.add(new Prose.Flaw("the message names the private commit " + id, id));
        }
        for (String address : PublicIdentities.unknownAddresses(candidate.policy(), tag.message())) {
            flaws.add(new Prose.Flaw("names " + address + ", of whom the policy does not know", address));
        }
        Person tagger = PublicIdentities.person(tag.header("tagger"));
        if (!PublicIdentities.isKnown(candidate.policy(), tagger)) {
            flaws.add(
                    new Prose.Flaw("was made by " + tagger + ", of whom the policy does not know", tagger.toString()));
        }
        return flaws;
    }
}
