// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.call;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.Resolution;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.WithheldTool;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The one way a tool is reached, whoever asks: client, meta-tool, command line. The order of what happens to a call is
 * {@link #call}. Safe for any number of threads; runs on the caller's.
 */
public final class ToolCaller {

    private final Supplier<CatalogSnapshot> catalog;
    private final Function<String, Callee> callees;

    /**
     * @param catalog what can be called now
     * @param callees who carries out the calls of a server, by the server's name
     */
    public ToolCaller(Supplier<CatalogSnapshot> catalog, Function<String, Callee> callees) {
        this.catalog = Objects.requireNonNull(catalog, "catalog is null");
        this.callees = Objects.requireNonNull(callees, "callees is null");
    }

    /**
     * Calls a tool and waits for its answer.
     *
     * @param name any name that {@link CatalogSnapshot#resolve} knows, such as {@code server__tool}
     * @param arguments a JSON object
     * @return the MCP {@code CallToolResult} exactly as the callee wrote it
     * @throws CasysException {@code NOT_FOUND} if nothing, or more than one tool, has that name; {@code NOT_PERMITTED} if
     *     the tool is withheld; whatever the callee reports otherwise
     */
    public RawJson call(String name, RawJson arguments, CallContext context) {
        ToolKey key = resolve(name).key();
        refuseIfOver(context);
        return callees.apply(key.server()).call(key.server(), key.tool(), arguments, context);
    }

    private CatalogTool resolve(String name) {
        return switch (catalog.get().resolve(name)) {
            case Resolution.Found found -> found.tool();
            case Resolution.Withheld withheld -> throw refusal(withheld.tool());
            case Resolution.Ambiguous ambiguous ->
                throw new CasysException(
                        ErrorCategory.NOT_FOUND,
                        "more than one server has a tool \"" + name + "\"; say which: "
                                + ambiguous.candidates().stream()
                                        .map(tool -> tool.key().toString())
                                        .collect(Collectors.joining(", ")));
            case Resolution.Unknown unknown ->
                throw new CasysException(
                        ErrorCategory.NOT_FOUND,
                        "no tool is called \"" + name + "\"" + didYouMean(unknown.nearest())
                                + "; search_tools finds tools by what they do");
        };
    }

    /**
     * Asked once more when the call is about to leave: its server may have come back with another definition while the
     * call was waiting for it.
     *
     * @throws CasysException {@code NOT_PERMITTED} if the tool is withheld now
     */
    public void refuseWithheld(String server, String tool) {
        catalog.get().withheld(new ToolKey(server, tool)).ifPresent(withheld -> {
            throw refusal(withheld);
        });
    }

    private static CasysException refusal(WithheldTool withheld) {
        return new CasysException(ErrorCategory.NOT_PERMITTED, withheld.explanation());
    }

    private static String didYouMean(List<String> nearest) {
        return nearest.isEmpty() ? "" : "; did you mean " + String.join(", ", nearest) + "?";
    }

    private static void refuseIfOver(CallContext context) {
        if (context.cancellation().isCancelled()) {
            throw new CasysException(ErrorCategory.CANCELLED, "the call was cancelled before it began");
        }
        if (context.remaining().isZero()) {
            throw new CasysException(ErrorCategory.TIMEOUT, "the call's deadline had passed before it began");
        }
    }
}
