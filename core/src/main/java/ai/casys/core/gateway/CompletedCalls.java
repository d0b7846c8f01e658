// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.Objects;

/**
 * Tool calls of those who can do nothing with a task: the command line and the REST interface. They get the result of
 * the work itself, of a tool that only runs as a task too, within the deadline of the call. A task that asks something
 * meanwhile is told that nobody can answer. Addresses of resources stay the servers' own. Safe for any number of threads;
 * blocks.
 */
public final class CompletedCalls implements ToolCalls {

    /** These tasks have no id that anybody is told, so one place serves all. */
    private static final String PLACE = "";

    private final ToolCalls calls;

    /** Calls through the same tools and servers as a gateway of these parts. */
    public CompletedCalls(GatewayParts parts) {
        Objects.requireNonNull(parts, "parts is null");
        this.calls = new TaskCalls(
                parts.tools(),
                parts.catalog(),
                parts.servers(),
                new TaskIds(PLACE, parts.keyset().signer()),
                new TaskOwners(),
                new ResultRewriting(Addresses.unchanged()));
    }

    /**
     * {@inheritDoc}
     *
     * @throws ai.casys.core.api.CasysException also if the task failed, or was not over by the deadline, in which case it
     *     is cancelled
     * @throws ai.casys.shared.jsonrpc.JsonRpcException if the server refuses the call, or its task asks what cannot be
     *     declined
     */
    @Override
    public RawJson call(String name, RawJson arguments, CallContext context) {
        return calls.call(name, arguments, context);
    }
}
