// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.PersonIdent;

/** Whoever wrote a change, and when, is who is named and when: no change is credited to anybody else. */
final class Authorship implements CommitRule {
    @Override
    public String name() {
        return "authorship";
    }

    @Override
    public List<Finding> findings(Candidate candidate, List<PublicCommit> commits) {
        List<Finding> findings = new ArrayList<>();
        for (PublicCommit commit : commits) {
            Optional<PersonIdent> named = commit.text().person("author");
            Optional<PersonIdent> wrote = commit.original().person("author");
            // A private commit without a readable author is not ours to judge; identities refuses a public one.
            if (named.isEmpty()
                    || wrote.isEmpty()
                    || wrote.get().getWhenAsInstant().getEpochSecond() < 0) {
                continue;
            }
            boolean same = allowed(candidate, commit, PublicIdentities.person(wrote.get()))
                            .contains(squeezed(PublicIdentities.person(named.get())))
                    && named.get().getWhenAsInstant().equals(wrote.get().getWhenAsInstant());
            if (!same && !commit.accepted(candidate, name(), named.get().toExternalString())) {
                findings.add(new Finding(
                        name(),
                        commit.place(),
                        "names another author or date than the private commit",
                        "do not publish; the translation is at fault, or somebody else wrote this commit"));
            }
        }
        return findings;
    }

    private static Set<Person> allowed(Candidate candidate, PublicCommit commit, Person wrote) {
        Person clean = squeezed(wrote);
        return Stream.of(
                        candidate.policy(),
                        candidate.policyOf(commit.published().commit()))
                .flatMap(policy -> policy.identities().published(clean).stream())
                .map(Authorship::squeezed)
                .collect(Collectors.toSet());
    }

    private static Person squeezed(Person person) {
        return new Person(person.name().strip(), person.email().strip());
    }
}
