// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import ai.casys.publisher.check.Candidate;
import ai.casys.publisher.check.Check;
import ai.casys.publisher.check.Finding;
import ai.casys.publisher.policy.Person;
import ai.casys.publisher.translation.Step;
import ai.casys.publisher.translation.TagTranslation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/** A {@link Plan} while it is being made. */
final class Draft {
    private final String command;
    private final ObjectId privateTip;
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Integer> checks = new LinkedHashMap<>();
    private final Map<String, ObjectId> unknownEntries = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<TagTranslation.Tag> tags = new ArrayList<>();
    private Set<Person> knownPeople = Set.of();
    private Optional<ObjectId> publishedTip = Optional.empty();
    private Optional<ObjectId> tip = Optional.empty();
    private Optional<Candidate> candidate = Optional.empty();

    Draft(String command, ObjectId privateTip) {
        this.command = command;
        this.privateTip = privateTip;
    }

    void publishedTip(ObjectId commit) {
        publishedTip = Optional.of(commit);
    }

    void knownPeople(Set<Person> people) {
        knownPeople = people;
    }

    void tip(ObjectId commit) {
        tip = Optional.of(commit);
    }

    void candidate(Candidate made) {
        candidate = Optional.of(made);
    }

    void steps(List<Step> more) {
        steps.addAll(more);
    }

    void tags(List<TagTranslation.Tag> more) {
        tags.addAll(more);
    }

    void unknownEntries(Map<String, ObjectId> more) {
        unknownEntries.putAll(more);
    }

    void note(String text) {
        notes.add(text);
    }

    void find(Finding finding) {
        findings.add(finding);
    }

    void find(String check, String place, String problem, String remedy) {
        findings.add(new Finding(check, place, problem, remedy));
    }

    boolean refused() {
        return !findings.isEmpty();
    }

    /** Asks each check about the candidate, if there is one. */
    void ask(List<Check> asked) throws IOException {
        if (candidate.isEmpty()) {
            return;
        }
        for (Check check : asked) {
            List<Finding> found = check.findings(candidate.get());
            checks.merge(check.name(), found.size(), Integer::sum);
            findings.addAll(found);
        }
    }

    /** Asks each check, and makes notes of what it finds. */
    void tell(List<Check> asked) throws IOException {
        if (candidate.isEmpty()) {
            return;
        }
        for (Check check : asked) {
            for (Finding finding : check.findings(candidate.get())) {
                notes.add(finding.place() + ": " + finding.problem() + "; " + finding.remedy());
            }
        }
    }

    Plan plan() {
        return new Plan(
                command,
                privateTip,
                publishedTip,
                tip,
                candidate,
                List.copyOf(steps),
                List.copyOf(tags),
                unknownEntries,
                knownPeople,
                checks,
                List.copyOf(findings),
                List.copyOf(notes));
    }
}
