// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.call;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.RunListener;
import ai.casys.core.api.ToolAddress;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.Resolution;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.WithheldTool;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    private final RunListener runs;
    private final InstantSource clock;

    /**
     * @param catalog what can be called now
     * @param callees who carries out the calls of a server, by the server's name
     * @param runs hears of each call of a known tool, once it is over
     */
    public ToolCaller(
            Supplier<CatalogSnapshot> catalog,
            Function<String, Callee> callees,
            RunListener runs,
            InstantSource clock) {
        this.catalog = Objects.requireNonNull(catalog, "catalog is null");
        this.callees = Objects.requireNonNull(callees, "callees is null");
        this.runs = Objects.requireNonNull(runs, "runs is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
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
        long start = System.nanoTime();
        Resolution resolution = catalog.get().resolve(name);
        if (resolution instanceof Resolution.Withheld(WithheldTool withheld)) {
            over(withheld.tool().key(), CallOutcome.REFUSED, start, arguments, Optional.empty(), context);
        }
        ToolKey key = found(name, resolution).key();
        refuseIfOver(context);
        try {
            RawJson result = callees.apply(key.server()).call(key.server(), key.tool(), arguments, context);
            over(key, CallOutcome.SUCCEEDED, start, arguments, Optional.of(result), context);
            return result;
        } catch (CasysException e) {
            over(key, CallOutcome.of(e.category()), start, arguments, Optional.empty(), context);
            throw e;
        } catch (RuntimeException e) {
            over(key, CallOutcome.FAILED, start, arguments, Optional.empty(), context);
            throw e;
        }
    }

    private void over(
            ToolKey key,
            CallOutcome outcome,
            long start,
            RawJson arguments,
            Optional<RawJson> result,
            CallContext context) {
        runs.finished(new FinishedCall(
                context.caller(),
                context.client().client(),
                Optional.empty(),
                new ToolAddress(key.server(), key.tool()),
                outcome,
                Duration.ofNanos(System.nanoTime() - start),
                clock.instant(),
                Optional.empty(),
                List.of(),
                Optional.of(arguments),
                result));
    }

    private static CatalogTool found(String name, Resolution resolution) {
        return switch (resolution) {
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
