// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/** The lines {@code Name: value} at the end of a message. */
final class Trailers {
    static final String ORIGIN = "Origin-Commit";
    static final String POLICY = "Policy-Version";
    static final String EPOCH = "Publication-Epoch";
    static final String PUBLIC_MESSAGE = "Public-Message";

    private static final Pattern TRAILER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*: .*");
    private static final Pattern OWN = Pattern.compile("(?im)^\\s*(" + ORIGIN + "|" + POLICY + "|" + EPOCH + ")\\s*:");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private Trailers() {}

    /** Whether a message of the private history claims what only the publisher says. */
    static boolean forged(String message) {
        return OWN.matcher(message).find();
    }

    /** Puts the publisher's own lines below a message, as one block with trailers that are there already. */
    static String append(String message, List<String> lines) {
        String body = message.stripTrailing();
        String last = body.substring(body.lastIndexOf("\n\n") + 1).strip();
        boolean block = body.contains("\n\n")
                && !last.isEmpty()
                && last.lines().allMatch(line -> TRAILER.matcher(line).matches());
        return body + (block ? "\n" : "\n\n") + String.join("\n", lines) + "\n";
    }

    /** The private commit that a public commit says it was made from; empty if it says nothing valid. */
    static Optional<ObjectId> origin(String publicMessage) {
        return value(publicMessage, ORIGIN)
                .filter(text -> COMMIT.matcher(text).matches())
                .map(ObjectId::fromString);
    }

    /** The value of one of the publisher's own trailers, in the last block. */
    static Optional<String> value(String publicMessage, String name) {
        String body = publicMessage.stripTrailing();
        String prefix = name + ": ";
        return body.substring(body.lastIndexOf("\n\n") + 1)
                .lines()
                .filter(line -> line.startsWith(prefix))
                .reduce((first, second) -> second)
                .map(line -> line.substring(prefix.length()).strip());
    }

    /**
     * What somebody wrote for the public: the values of {@code Public-Message} in the last block. The first is the subject,
     * further ones are paragraphs; a line that starts with white space continues the one above.
     */
    static Optional<String> publicMessage(String message) {
        String body = message.stripTrailing();
        String prefix = PUBLIC_MESSAGE.toLowerCase(Locale.ROOT) + ":";
        List<StringBuilder> paragraphs = new ArrayList<>();
        boolean within = false;
        for (String line : body.substring(body.lastIndexOf("\n\n") + 1).lines().toList()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                paragraphs.add(new StringBuilder(line.substring(prefix.length()).strip()));
                within = true;
            } else if (within && !line.isBlank() && Character.isWhitespace(line.charAt(0))) {
                paragraphs.getLast().append('\n').append(line.strip());
            } else {
                within = false;
            }
        }
        String text = String.join("\n\n", paragraphs).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
