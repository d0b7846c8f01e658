// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Cursors of lists: opaque to clients, and remembered by nobody. */
final class Cursors {

    private static final String MARK = "after:";

    private Cursors() {}

    /** The cursor of what follows the entry of that name. */
    static String after(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + name).getBytes(StandardCharsets.UTF_8));
    }

    /** The name within a cursor; one that was not made here is a protocol error. */
    static String name(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(MARK)) {
                return text.substring(MARK.length());
            }
        } catch (IllegalArgumentException _) {
            // Falls through: a cursor that is no base64 was not made here either.
        }
        throw ProtocolException.invalidParams("\"cursor\" was not made by this gateway; start again without one");
    }
}
