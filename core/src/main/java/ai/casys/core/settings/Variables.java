// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces variables in a value: {@code ${NAME}}, {@code ${NAME:-default}}, and as VS Code writes them
 * {@code ${env:NAME}} and {@code ${userHome}}. {@code $${NAME}} stands for the text {@code ${NAME}}; anything else
 * with a dollar sign stays as it is. As in the shell, a default also replaces an empty value.
 */
final class Variables {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$?\\$\\{(?:(env|input|config|command):)?([A-Za-z_][\\w.-]*)(?::-([^}]*))?}");

    private final Map<String, String> environment;
    private final String userHome;

    Variables(Map<String, String> environment, String userHome) {
        this.environment = Map.copyOf(environment);
        this.userHome = userHome;
    }

    /** The text with its variables replaced; values put in are not looked at again. */
    String expand(String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(replacement(matcher)));
        }
        return matcher.appendTail(expanded).toString();
    }

    private String replacement(Matcher reference) {
        String whole = reference.group();
        if (whole.startsWith("$$")) {
            return whole.substring(1);
        }
        String name = reference.group(2);
        String kind = Optional.ofNullable(reference.group(1)).orElse("");
        if (kind.isEmpty() && name.equals("userHome")) {
            return userHome;
        }
        if ((!kind.isEmpty() && !kind.equals("env")) || name.startsWith("workspaceFolder")) {
            throw new UnresolvedVariable("uses " + whole + ", which only an editor can fill in; write the value itself"
                    + " or an environment variable as ${NAME}");
        }
        Optional<String> value = Optional.ofNullable(environment.get(name));
        Optional<String> fallback = Optional.ofNullable(reference.group(3));
        if (fallback.isPresent()) {
            return value.filter(set -> !set.isEmpty()).orElse(fallback.get());
        }
        return value.orElseThrow(() -> new UnresolvedVariable("uses the environment variable " + name
                + ", which is not set; set it, or write ${" + name + ":-default}"));
    }

    /** A variable without a value; the message completes a sentence that begins with the place. */
    static final class UnresolvedVariable extends RuntimeException {
        UnresolvedVariable(String message) {
            super(message);
        }
    }
}
