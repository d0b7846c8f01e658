// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.policy;

import java.util.Locale;

/**
 * A name and an e-mail address, as a commit carries them.
 *
 * @param name may be empty
 * @param email may be empty
 */
public record Person(String name, String email) {

    /**
     * Reads {@code Name <address>}.
     *
     * @throws PolicyException if it is none
     */
    public static Person parse(String text) {
        int open = text.indexOf('<');
        int close = text.indexOf('>');
        if (open < 0 || close != text.length() - 1 || text.indexOf('<', open + 1) >= 0 || text.contains("\n")) {
            throw new PolicyException("\"" + text + "\" is no person; write \"Name <address>\"");
        }
        return new Person(
                text.substring(0, open).strip(), text.substring(open + 1, close).strip());
    }

    /** What stands behind the last {@code @} of the address, in lower case; empty if there is none. */
    public String domain() {
        int at = email.lastIndexOf('@');
        return at < 0 ? "" : email.substring(at + 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name + " <" + email + ">";
    }
}
