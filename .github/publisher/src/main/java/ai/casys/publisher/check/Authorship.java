// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whoever wrote a change, and when, is who is named and when: no change is credited to anybody else. */
final class Authorship implements CommitRule {
    private static final Pattern WHEN = Pattern.compile("\\s*0*(\\d{1,15} [+-]\\d{4})");
    private static final String NO_DATE = "0 +0000";

    @Override
    public String name() {
        return "authorship";
    }

    @Override
    public List<Finding> findings(Candidate candidate, List<PublicCommit> commits) {
        List<Finding> findings = new ArrayList<>();
        for (PublicCommit commit : commits) {
            String named = commit.text().header("author");
            String wrote = commit.original().header("author");
            boolean same = when(named).equals(when(wrote))
                    && authors(candidate, commit, PublicIdentities.person(wrote))
                            .contains(PublicIdentities.person(named));
            if (!same && !commit.accepted(candidate, name(), named)) {
                findings.add(new Finding(
                        name(),
                        commit.place(),
                        "names another author or date than the private commit",
                        "do not publish; the translation is at fault, or somebody else wrote this commit"));
            }
        }
        return findings;
    }

    /** What the author may be called in public; whom no policy knows, {@link PublicIdentities} refuses. */
    private static Set<Person> authors(Candidate candidate, PublicCommit commit, Person wrote) {
        if (!commit.text().trailers(Trailers.EPOCH).isEmpty()) {
            return Set.of(PublicIdentities.COMMITTER);
        }
        Set<Person> known = Stream.of(
                        candidate.policy(),
                        candidate.policyOf(commit.published().commit()))
                .flatMap(policy -> policy.identities().published(wrote).stream())
                .collect(Collectors.toSet());
        return known.isEmpty() ? Set.of(wrote) : known;
    }

    private static String when(String header) {
        Matcher matcher = WHEN.matcher(header.substring(header.lastIndexOf('>') + 1));
        return matcher.matches() ? matcher.group(1) : NO_DATE;
    }
}
