// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking.store;

import java.util.Locale;

/** How a call stands, as the table says it. */
enum State {
    /** A round is open. */
    ASKED,
    /** The answers are there, and the server works on them. */
    ANSWERED,
    DONE,
    FAILED,
    /** Given up, with an unknown outcome. */
    LOST;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static State of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
