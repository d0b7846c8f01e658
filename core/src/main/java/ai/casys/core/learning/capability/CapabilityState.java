// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a capability is trusted. */
public enum CapabilityState {
    /** Seen twice or more; nobody has said that it is any good. */
    CANDIDATE,
    /** May be offered, once something can run it. */
    ACTIVE,
    /** Was active and has begun to fail; a person may promote it again. */
    DEMOTED,
    /** Not wanted. Its runs are recognised and teach nothing. */
    RETIRED;

    /** As it is stored and shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that text. */
    public static Optional<CapabilityState> of(String text) {
        return Arrays.stream(values())
                .filter(state -> state.text().equals(text))
                .findFirst();
    }
}
