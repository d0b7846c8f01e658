// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.policy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Path globs that mean the same on every operating system: {@code *}, {@code **} and {@code ?}, nothing else. */
final class Globs {
    private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

    private Globs() {}

    static boolean matches(String glob, String path) {
        return COMPILED.computeIfAbsent(glob, Globs::compile).matcher(path).matches();
    }

    private static Pattern compile(String glob) {
        StringBuilder expression = new StringBuilder();
        for (int at = 0; at < glob.length(); at++) {
            char letter = glob.charAt(at);
            if (glob.startsWith("**/", at)) {
                expression.append("(?:.*/)?");
                at += 2;
            } else if (glob.startsWith("**", at)) {
                expression.append(".*");
                at++;
            } else if (letter == '*') {
                expression.append("[^/]*");
            } else if (letter == '?') {
                expression.append("[^/]");
            } else {
                expression.append(Pattern.quote(String.valueOf(letter)));
            }
        }
        return Pattern.compile(expression.toString(), Pattern.DOTALL);
    }
}
