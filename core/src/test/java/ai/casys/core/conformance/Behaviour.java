// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import java.util.Locale;

/** What the matrix tries; the programs in {@code conformance/peers} use the same names in lower case. */
enum Behaviour {
    CALL,
    PROGRESS,
    CANCEL,
    ELICIT,
    SAMPLE,
    ROOTS,
    UPDATE,
    PROMPT,
    COMPLETION,
    TASK;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
