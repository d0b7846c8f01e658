// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.call;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.Owner;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The servers behind the gateway as far as they offer more than tools. Names and addresses are the servers' own here.
 * Safe for any number of threads; blocks.
 */
public interface Servers {

    /** The servers that are ready and declare this capability, such as {@code prompts}, by name in alphabetical order. */
    List<String> having(String capability);

    /** The era of the protocol that a server speaks; empty while it is not connected. */
    Optional<Era> era(String server);

    /**
     * Everything of one kind that a server lists, all pages, in the server's order and bytes.
     *
     * @param limit longest wait
     * @param caller whose credentials are used, since a server may show others something else
     * @throws ai.casys.core.api.CasysException if the server cannot say; a server without such a list has none
     */
    List<RawJson> list(String server, ListKind kind, Duration limit, Caller caller);

    /**
     * Sends a request and waits for its answer.
     *
     * @param params with the server's own names and addresses; members that only the client's connection concerns are
     *     replaced on the way
     * @return the result as the server wrote it; an {@code InputRequiredResult} only if the context's client takes one
     * @throws ai.casys.core.api.CasysException as a tool call does
     */
    RawJson request(String server, String method, RawJson params, CallContext context);

    /**
     * Asks a server to tell of every change of a resource. Counted: the server is asked once, and again after a
     * reconnect, until {@link #unsubscribe} was called as often.
     *
     * @throws ai.casys.core.api.CasysException if the server is not there, does not offer this, or refuses
     */
    void subscribe(String server, String uri, CallContext context);

    /** Takes one subscription back; unknown ones are ignored. */
    void unsubscribe(String server, String uri);

    /** Tells the servers that go by them that the roots of one of this user's clients have changed. */
    void rootsChanged(Owner user);
}
