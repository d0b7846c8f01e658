// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.function.Supplier;

/** {@code search_tools}: from what the model wants to do to the tools that do it. */
final class SearchTools implements MetaTool {

    private static final String NAME = "search_tools";
    private static final RawJson DEFINITION = Definitions.load("search_tools.json");

    private final ToolFinder finder;
    private final Supplier<ToolView> view;

    SearchTools(ToolFinder finder, Supplier<ToolView> view) {
        this.view = view;
        this.finder = finder;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RawJson definition() {
        return DEFINITION;
    }

    @Override
    public RawJson call(RawJson arguments, CallContext context) {
        try {
            return ToolResults.structured(finder.find(arguments.tree(), view.get(), context));
        } catch (CasysException e) {
            if (e.category() == ErrorCategory.INVALID_INPUT) {
                return ToolResults.mistake(e.getMessage());
            }
            throw e;
        }
    }
}
