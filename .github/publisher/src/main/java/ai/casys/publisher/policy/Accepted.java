// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.policy;

import java.util.regex.Pattern;

/**
 * A finding that somebody looked at and accepted.
 *
 * @param check the name of the check
 * @param file a glob of paths, or of whatever the check names as place (a commit id, a ref)
 * @param pattern found anywhere in what the check objects to
 * @param reason why it is none
 */
public record Accepted(String check, String file, Pattern pattern, String reason) {

    /** Refuses an entry without reason. */
    public Accepted {
        if (reason.isBlank()) {
            throw new PolicyException("an accepted exception of " + check + " in " + file + " needs a reason");
        }
    }

    /** Whether this exception is about the finding. */
    public boolean covers(String checkName, String place, String text) {
        return check.equals(checkName)
                && Globs.matches(file, place)
                && pattern.matcher(text).find();
    }
}
