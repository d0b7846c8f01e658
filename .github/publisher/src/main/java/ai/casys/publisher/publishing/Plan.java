// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import ai.casys.publisher.check.Candidate;
import ai.casys.publisher.check.Finding;
import ai.casys.publisher.policy.Person;
import ai.casys.publisher.translation.Step;
import ai.casys.publisher.translation.TagTranslation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What publication would do. Its repositories are open as long as the {@link Publisher} call that made it.
 *
 * @param command the command that asked
 * @param privateTip the private commit that was looked at
 * @param publishedTip where the public branch is, empty if there is none
 * @param tip where it would be; empty if nothing is public, or if that could not be worked out
 * @param candidate the public repository as it would be; empty if that could not be worked out
 * @param steps the private commits that were looked at, parents first
 * @param tags the private tags
 * @param unknownEntries names of the root folder that no policy decides upon, with the first commit that has them
 * @param knownPeople authors that are named in public already
 * @param checks how many findings each check had, in the order they ran
 * @param findings every reason not to publish
 * @param notes what a reader should know and what is no reason to refuse
 */
public record Plan(
        String command,
        ObjectId privateTip,
        Optional<ObjectId> publishedTip,
        Optional<ObjectId> tip,
        Optional<Candidate> candidate,
        List<Step> steps,
        List<TagTranslation.Tag> tags,
        Map<String, ObjectId> unknownEntries,
        Set<Person> knownPeople,
        Map<String, Integer> checks,
        List<Finding> findings,
        List<String> notes) {

    /** Whether anything forbids to publish. */
    public boolean refused() {
        return !findings.isEmpty();
    }

    /** Whether the public repository has everything already. */
    public boolean nothingToDo() {
        return candidate
                .map(result -> result.newTags().isEmpty()
                        && result.publishedTip().isPresent()
                        && result.publishedTip().get().equals(result.tip()))
                .orElse(true);
    }
}
