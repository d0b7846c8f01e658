// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place where a forbidden mention cannot be helped.
 *
 * @param file a glob of paths, {@code *} for a name and {@code **} for any path
 * @param pattern what has to cover the whole mention
 * @param reason why it cannot be helped
 */
public record Tolerated(String file, Pattern pattern, String reason) {

    /** Refuses an entry without reason. */
    public Tolerated {
        if (reason.isBlank()) {
            throw new PolicyException("a tolerated mention in " + file + " needs a reason");
        }
    }

    /** Whether the mention from {@code start} to {@code end} of {@code line} in the file {@code path} is tolerated. */
    public boolean covers(String path, String line, int start, int end) {
        if (!Globs.matches(file, path)) {
            return false;
        }
        Matcher matcher = pattern.matcher(line);
        while (matcher.find()) {
            if (matcher.start() <= start && end <= matcher.end()) {
                return true;
            }
        }
        return false;
    }
}
