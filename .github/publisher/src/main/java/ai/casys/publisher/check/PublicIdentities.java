// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.policy.Person;
import ai.casys.publisher.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Only people whom the policy names, or whose domain it allows, stand in commits, messages included. */
final class PublicIdentities implements CommitRule {
    static final String NAME = "identities";
    private static final Pattern BREAKING = Pattern.compile("[<>\\p{Cntrl}]");

    /** Commits everything in public. Said here again, so that a change of it is noticed. */
    static final Person COMMITTER = new Person("Casys Publisher", "casys-publisher@users.noreply.github.com");

    private static final Pattern ADDRESS =
            Pattern.compile("[\\p{Alnum}._%+'-]+@[\\p{Alnum}-]+(?:\\.[\\p{Alnum}-]+)*\\.\\p{Alpha}[\\p{Alnum}-]*");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> findings(Candidate candidate, List<PublicCommit> commits) {
        List<Finding> findings = new ArrayList<>();
        for (PublicCommit commit : commits) {
            Set<String> unknown = new LinkedHashSet<>(
                    unknownAddresses(candidate.policy(), commit.text().message()));
            Person author = person(commit.text().header("author"));
            if (!isKnown(candidate.policy(), author)) {
                unknown.add(author.toString());
            }
            Person committer = person(commit.text().header("committer"));
            if (!committer.equals(COMMITTER)) {
                unknown.add(committer.toString());
            }
            for (String person : unknown) {
                if (!commit.accepted(candidate, NAME, person)) {
                    findings.add(new Finding(
                            NAME,
                            commit.place(),
                            "names " + person + ", of whom the policy does not know",
                            "map this person in identities.map, or allow the domain"));
                }
            }
        }
        return findings;
    }

    /** Whom a header names; characters that would break the line do not count. */
    static Person person(String header) {
        int open = header.indexOf('<');
        int close = header.lastIndexOf('>');
        if (open < 0 || close < open) {
            return new Person(clean(header), "");
        }
        return new Person(clean(header.substring(0, open)), clean(header.substring(open + 1, close)));
    }

    private static String clean(String text) {
        return BREAKING.matcher(text).replaceAll("").strip();
    }

    static boolean isKnown(Policy policy, Person person) {
        return person.equals(COMMITTER) || policy.identities().allows(person);
    }

    /** The e-mail addresses in a text that belong to nobody known. */
    static List<String> unknownAddresses(Policy policy, String message) {
        List<String> unknown = new ArrayList<>();
        Matcher matcher = ADDRESS.matcher(message);
        while (matcher.find()) {
            String address = matcher.group();
            boolean known = policy.identities().allowedDomains().contains(new Person("", address).domain())
                    || policy.identities().map().values().stream()
                            .anyMatch(person -> person.email().equals(address));
            if (!known) {
                unknown.add(address);
            }
        }
        return unknown;
    }
}
