// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import ai.casys.publisher.policy.Person;
import ai.casys.publisher.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a public commit says about itself. Prose is allow-listed like files: a commit that touches anything private keeps
 * its message to itself, unless it carries one that was written for the public.
 *
 * @param text without the publisher's trailers
 * @param source where it comes from
 * @param why what kept the original from being published; empty if it was
 */
record PublicMessage(String text, Step.MessageSource source, String why) {
    private static final int MAX_LETTERS = 64 * 1024;
    private static final Pattern ADDRESS = Pattern.compile(
            "[\\p{Alnum}._%+-]+@(?:[\\p{Alnum}-]+\\.)+\\p{Alpha}[\\p{Alnum}-]+|(?<=<)[^<>\\s]*@[^<>\\s]*(?=>)");
    /** A commit of the private history, which strangers cannot look up. */
    private static final Pattern COMMIT_ID =
            Pattern.compile("(?<![0-9a-zA-Z])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,40}(?![0-9a-zA-Z])");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t\\r]]");

    static PublicMessage of(String original, boolean touchesPrivate, Policy policy, String neutral) {
        Optional<String> written = Trailers.publicMessage(original);
        if (written.isPresent()) {
            Optional<String> unclean = unclean(written.get(), policy);
            return unclean.isPresent()
                    ? new PublicMessage(neutral, Step.MessageSource.NEUTRAL, "its public message " + unclean.get())
                    : new PublicMessage(normal(written.get()), Step.MessageSource.WRITTEN, "");
        }
        if (touchesPrivate) {
            return new PublicMessage(neutral, Step.MessageSource.NEUTRAL, "touches what is private");
        }
        Optional<String> unclean = unclean(original, policy);
        if (unclean.isPresent()) {
            return new PublicMessage(neutral, Step.MessageSource.NEUTRAL, unclean.get());
        }
        String text = normal(original);
        return text.isEmpty()
                ? new PublicMessage(neutral, Step.MessageSource.NEUTRAL, "is empty")
                : new PublicMessage(text, Step.MessageSource.KEPT, "");
    }

    /** {@code Update core and docs}. */
    static String neutral(String verb, List<String> names) {
        if (names.isEmpty()) {
            return verb;
        }
        int shown = Math.min(names.size(), 4);
        String list = String.join(", ", names.subList(0, shown));
        if (names.size() > shown) {
            return verb + " " + list + " and " + (names.size() - shown) + " more";
        }
        int comma = list.lastIndexOf(", ");
        return verb + " " + (comma < 0 ? list : list.substring(0, comma) + " and " + list.substring(comma + 2));
    }

    private static Optional<String> unclean(String text, Policy policy) {
        if (text.length() > MAX_LETTERS) {
            return Optional.of("is longer than " + MAX_LETTERS + " letters");
        }
        if (CONTROL.matcher(text).find()) {
            return Optional.of("has control characters");
        }
        if (Trailers.forged(text)) {
            return Optional.of("has a trailer of the publisher");
        }
        if (COMMIT_ID.matcher(text).find()) {
            return Optional.of("names a commit by its id");
        }
        if (policy.canaries().stream().anyMatch(text::contains)) {
            return Optional.of("has a canary");
        }
        for (String line : text.split("\n", -1)) {
            Optional<Pattern> mention = Stream.concat(policy.forbidden().stream(), policy.messageForbidden().stream())
                    .filter(pattern -> pattern.matcher(line).find())
                    .findFirst();
            if (mention.isPresent()) {
                return Optional.of("mentions what " + mention.get() + " forbids");
            }
        }
        Matcher address = ADDRESS.matcher(text);
        while (address.find()) {
            Person person = new Person("", address.group());
            boolean known = policy.identities().allowedDomains().contains(person.domain())
                    || policy.identities().map().values().stream()
                            .anyMatch(other -> other.email().equals(person.email()));
            if (!known) {
                return Optional.of("names an address of " + person.domain());
            }
        }
        return Optional.empty();
    }

    private static String normal(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').strip();
    }
}
