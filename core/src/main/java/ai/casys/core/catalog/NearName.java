// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import java.util.Objects;

/**
 * A tool whose name looks like a given text.
 *
 * @param similarity between 0 (exclusive) and 1 (the same letters and digits in the same order)
 */
public record NearName(CatalogTool tool, double similarity) {
    public NearName {
        Objects.requireNonNull(tool, "tool is null");
        if (!(similarity > 0 && similarity <= 1)) {
            throw new IllegalArgumentException("similarity must be above 0 and at most 1, but is " + similarity);
        }
    }
}
