// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.check;

import ai.casys.publisher.check.secret.Canary;
import ai.casys.publisher.check.secret.Secret;
import ai.casys.publisher.check.secret.SecretShapes;
import ai.casys.publisher.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What must not stand in the messages of commits and tags. */
final class Prose {
    /** Written by the publisher itself, and judged by {@link Trailers}. */
    private static final Pattern OWN =
            Pattern.compile("(?:" + Trailers.ORIGIN + "|" + Trailers.POLICY + "|" + Trailers.EPOCH + "): .*");

    private Prose() {}

    /**
     * One thing wrong.
     *
     * @param problem as a sentence about the message
     * @param text what an accepted exception has to match
     */
    record Flaw(String problem, String text) {}

    static List<Flaw> flaws(Policy policy, String message) {
        List<Flaw> flaws = new ArrayList<>();
        List<Canary> canaries = policy.canaries().stream().map(Canary::new).toList();
        List<Pattern> forbidden = Stream.concat(policy.forbidden().stream(), policy.messageForbidden().stream())
                .toList();
        for (String line : message.split("\n", -1)) {
            if (OWN.matcher(line).matches()) {
                continue;
            }
            for (Pattern pattern : forbidden) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.find()) {
                    flaws.add(new Flaw("the message mentions \"" + matcher.group() + "\"", matcher.group()));
                }
            }
            for (Secret secret : SecretShapes.in(line)) {
                String text = line.substring(secret.start(), secret.end());
                flaws.add(new Flaw("the message holds " + secret.kind() + ": " + Secret.shortened(text), text));
            }
            if (canaries.stream().anyMatch(canary -> canary.sings(line, line.toLowerCase(Locale.ROOT)))) {
                flaws.add(new Flaw("the message holds a canary of the policy", ""));
            }
            if (line.codePoints().anyMatch(HiddenCharacters::isHidden)
                    || line.chars().anyMatch(letter -> Character.isISOControl(letter) && letter != '\t')) {
                flaws.add(new Flaw("the message has characters that nobody sees", line));
            }
        }
        return flaws;
    }
}
