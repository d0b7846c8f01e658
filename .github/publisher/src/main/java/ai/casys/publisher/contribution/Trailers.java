// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import ai.casys.publisher.policy.Person;
import ai.casys.publisher.policy.PolicyException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.revwalk.FooterKey;
import org.eclipse.jgit.revwalk.FooterLine;
import org.eclipse.jgit.revwalk.RevCommit;

/** The trailers of a commit message, as far as a contribution has to do with them. */
final class Trailers {
    static final FooterKey ORIGIN = new FooterKey("Origin-Commit");
    private static final FooterKey CO_AUTHOR = new FooterKey("Co-authored-by");
    private static final FooterKey SIGNED_OFF = new FooterKey("Signed-off-by");

    /** They steer publication, so an outsider may not bring them. */
    private static final Set<String> RESERVED =
            Set.of("origin-commit", "policy-version", "public-message", "public-pr", "publication-epoch");

    private Trailers() {}

    static List<String> reserved(RevCommit commit) {
        // Every line, because a reader may take for a trailer what is none to this one.
        return commit.getFullMessage()
                .lines()
                .map(String::strip)
                .filter(line -> line.indexOf(':') > 0)
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .filter(key -> RESERVED.contains(key.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** The author and everybody named as co-author. */
    static List<Person> authors(RevCommit commit) {
        Person author = new Person(
                commit.getAuthorIdent().getName(), commit.getAuthorIdent().getEmailAddress());
        return Stream.concat(Stream.of(author), people(commit, CO_AUTHOR))
                .distinct()
                .toList();
    }

    static boolean isSignedOffBy(RevCommit commit, String email) {
        return people(commit, SIGNED_OFF).anyMatch(person -> person.email().equalsIgnoreCase(email));
    }

    private static Stream<Person> people(RevCommit commit, FooterKey key) {
        return commit.getFooterLines(key).stream().map(text -> {
            try {
                return Person.parse(text.strip());
            } catch (PolicyException e) {
                // Still somebody without a grant, and so refused by name.
                return new Person(text.strip(), "");
            }
        });
    }

    /** The message with one trailer more: in the block of those there are, or in one of its own. */
    static String with(RevCommit commit, String trailer) {
        String message = commit.getFullMessage().stripTrailing();
        boolean hasBlock = !FooterLine.fromMessage(message).isEmpty();
        return message + (hasBlock ? "\n" : "\n\n") + trailer + "\n";
    }
}
