// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.Resolution;
import java.util.stream.Collectors;

/** Tools by the names in addresses. */
final class NamedTools {

    private NamedTools() {}

    /**
     * The tool of that name, withheld or not: a person who is to approve it has to see it.
     *
     * @throws CasysException {@code NOT_FOUND} if there is none or more than one
     */
    static CatalogTool anyOf(CatalogSnapshot snapshot, String name) {
        return switch (snapshot.resolve(name)) {
            case Resolution.Found(CatalogTool tool) -> tool;
            case Resolution.Withheld(var withheld) -> withheld.tool();
            case Resolution.Ambiguous ambiguous ->
                throw new CasysException(
                        ErrorCategory.NOT_FOUND,
                        "Several servers have a tool \"" + name + "\"; name one of "
                                + ambiguous.candidates().stream()
                                        .map(tool -> snapshot.listedName(tool.key()))
                                        .collect(Collectors.joining(", ")));
            case Resolution.Unknown unknown ->
                throw new CasysException(
                        ErrorCategory.NOT_FOUND,
                        "There is no tool \"" + name + "\""
                                + (unknown.nearest().isEmpty()
                                        ? "."
                                        : "; did you mean " + String.join(" or ", unknown.nearest()) + "?"));
        };
    }
}
