// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.Resolution;
import ai.casys.core.catalog.WithheldTool;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Calls of the tools that exist in a view, by the names they have there. They go on under the tool's own key, so that
 * whatever is decided about a tool is decided whatever it is called here.
 */
final class SelectedCalls implements ToolCalls {

    private final ToolCalls calls;
    private final Supplier<ToolView> view;

    SelectedCalls(ToolCalls calls, Supplier<ToolView> view) {
        this.calls = calls;
        this.view = view;
    }

    @Override
    public RawJson call(String name, RawJson arguments, CallContext context) {
        ToolView now = view.get();
        return switch (now.resolve(name)) {
            case Resolution.Found(CatalogTool tool) -> calls.call(tool.key().toString(), arguments, context);
            // Whoever carries calls out says why it is withheld.
            case Resolution.Withheld(WithheldTool withheld) ->
                calls.call(withheld.tool().key().toString(), arguments, context);
            case Resolution.Ambiguous(List<CatalogTool> candidates) ->
                throw notFound("more than one server has a tool \"" + name + "\"; say which: "
                        + candidates.stream().map(tool -> now.name(tool.key())).collect(Collectors.joining(", ")));
            case Resolution.Unknown(List<String> nearest) ->
                throw notFound("no tool is called \"" + name + "\""
                        + (nearest.isEmpty() ? "" : "; did you mean " + String.join(", ", nearest) + "?")
                        + "; search_tools finds tools by what they do");
        };
    }

    private static CasysException notFound(String message) {
        return new CasysException(ErrorCategory.NOT_FOUND, message);
    }
}
