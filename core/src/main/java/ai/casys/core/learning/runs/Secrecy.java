// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.runs;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Which arguments may hold secrets. Of those not even a mark is kept. It would rather take a harmless value for a secret
 * than the other way round: all that costs is that a constant becomes a parameter.
 */
final class Secrecy {

    private static final Pattern NAME = Pattern.compile(
            "passw|passphrase|secret|token|credential|authori[sz]ation|cookie|session|private|api_?-?key|access_?-?key"
                    + "|signature|otp|^(pin|pwd|key|auth|jwt|cvv|cvc|iban|ssn)$|_(pin|pwd|key|auth|jwt)$");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern KNOWN = Pattern.compile(
            "^(sk|pk|rk|ghp|gho|ghs|ghu|github_pat|glpat|xox[a-z]|AKIA|ASIA|AIza|hf|npm|pypi|dop_v1|eyJ)[-_A-Za-z0-9]"
                    + "|^(Bearer|Basic) |-----BEGIN|://[^/@\\s]+:[^/@\\s]+@",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9+/_=-]{20,}");
    private static final int MOST_DEPTH = 12;

    private Secrecy() {}

    static boolean isPossible(String name, JsonNode value) {
        return isPossible(name, value, 0);
    }

    private static boolean isPossible(String name, JsonNode value, int depth) {
        if (depth > MOST_DEPTH || NAME.matcher(words(name)).find()) {
            return true;
        }
        if (value.isString()) {
            return isPossible(value.stringValue());
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            if (isPossible(member.getKey(), member.getValue(), depth + 1)) {
                return true;
            }
        }
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (isPossible("", element, depth + 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String words(String name) {
        return CAMEL.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    }

    /** Begins as keys of well-known services do, carries a password in an address, or is letters and digits at random. */
    private static boolean isPossible(String text) {
        return KNOWN.matcher(text).find() || RANDOM.matcher(text).results().anyMatch(run -> isMixed(run.group()));
    }

    private static boolean isMixed(String run) {
        long digits = run.chars().filter(Character::isDigit).count();
        long letters = run.chars().filter(Character::isLetter).count();
        return digits >= 3 && letters >= 3;
    }
}
