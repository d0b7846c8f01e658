// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.Locale;

/** Why a tool is not offered although its server lists it. */
public enum WithholdingReason {
    /** Its definition is another one than the one that was trusted. */
    CHANGED("its definition has changed"),
    /** Its definition holds something suspicious. */
    FLAGGED("its definition is suspicious"),
    /** Its server did not have it when the server was first seen. */
    NEW("its server has added it");

    private final String meaning;

    WithholdingReason(String meaning) {
        this.meaning = meaning;
    }

    /** In words. */
    public String meaning() {
        return meaning;
    }

    /** As in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
