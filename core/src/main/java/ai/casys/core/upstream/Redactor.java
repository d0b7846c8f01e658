// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.settings.ServerDefinition;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes a server's configured secrets out of what it, or an error about it, says. Any configured environment value,
 * header value or part of a query counts as a secret when it is longer than {@value #LONGEST_HARMLESS} characters:
 * shorter ones ({@code true}, {@code 8080}) would blacken ordinary words. Immutable.
 */
final class Redactor {

    private static final int LONGEST_HARMLESS = 7;
    private static final String MASK = "[redacted]";

    private final List<String> secrets;

    private Redactor(Stream<String> values) {
        this.secrets = values.flatMap(String::lines)
                .map(String::strip)
                .filter(value -> value.length() > LONGEST_HARMLESS)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Knows the secrets of one definition. */
    static Redactor of(ServerDefinition definition) {
        return switch (definition) {
            case ServerDefinition.Stdio stdio -> new Redactor(stdio.environment().values().stream());
            case ServerDefinition.Http http ->
                new Redactor(
                        Stream.concat(http.headers().values().stream().flatMap(Redactor::headerParts), query(http)));
        };
    }

    /** The text with each secret replaced. */
    String redact(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, MASK);
        }
        return redacted;
    }

    /** {@code Bearer abc} leaks as {@code abc} too. */
    private static Stream<String> headerParts(String value) {
        return Stream.concat(Stream.of(value), Arrays.stream(value.split("\\s+")));
    }

    private static Stream<String> query(ServerDefinition.Http http) {
        Stream<String> user = Stream.ofNullable(http.url().getRawUserInfo());
        Stream<String> parts = Stream.ofNullable(http.url().getRawQuery())
                .flatMap(query -> Arrays.stream(query.split("&")))
                .map(part -> part.substring(part.indexOf('=') + 1));
        return Stream.concat(user, parts);
    }
}
