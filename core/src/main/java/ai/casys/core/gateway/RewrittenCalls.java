// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.Resolution;
import ai.casys.shared.jsonrpc.RawJson;

/** Tool calls whose results name resources by the addresses that clients see. */
final class RewrittenCalls implements ToolCalls {

    private final ToolCalls calls;
    private final Catalog catalog;
    private final ResultRewriting rewriting;

    RewrittenCalls(ToolCalls calls, Catalog catalog, ResultRewriting rewriting) {
        this.calls = calls;
        this.catalog = catalog;
        this.rewriting = rewriting;
    }

    @Override
    public RawJson call(String name, RawJson arguments, CallContext context) {
        RawJson result = calls.call(name, arguments, context);
        if (!rewriting.concerns(result)) {
            return result;
        }
        return switch (catalog.snapshot().resolve(name)) {
            case Resolution.Found(var tool) -> rewriting.toolResult(tool.key().server(), result);
            case Resolution.Withheld(var withheld) ->
                rewriting.toolResult(withheld.tool().key().server(), result);
            case Resolution.Unknown _, Resolution.Ambiguous _ -> result;
        };
    }
}
