// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A tool that its server lists and nobody may see or call until a person approves it.
 *
 * @param listedName the name under which it would be listed
 * @param reasons at least one
 */
public record WithheldTool(CatalogTool tool, String listedName, Set<WithholdingReason> reasons) {
    public WithheldTool {
        Objects.requireNonNull(tool, "tool is null");
        Objects.requireNonNull(listedName, "listedName is null");
        reasons = Collections.unmodifiableSet(EnumSet.copyOf(reasons));
    }

    /** For whoever called it: why it cannot be called, and what lets it through. Quotes nothing of the definition. */
    public String explanation() {
        return "the tool \"" + listedName + "\" is withheld because "
                + reasons.stream().map(WithholdingReason::meaning).collect(Collectors.joining(" and "))
                + "; nothing was called. The user decides: \"casys tools show " + listedName
                + "\" says what is wrong and \"casys tools approve " + listedName + "\" lets it through";
    }
}
