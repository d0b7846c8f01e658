// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.Optional;

/**
 * The client on whose behalf a request is worked on, as those below the gateway see it: what it can do, and the way to
 * ask it and to tell it something. Safe for any number of threads.
 */
public interface ClientLink {

    /** Nobody to ask: the command line, the REST interface, the engine itself. */
    ClientLink NONE = new ClientLink() {
        @Override
        public String client() {
            return "";
        }

        @Override
        public RawJson capabilities() {
            return RawJson.EMPTY_OBJECT;
        }

        @Override
        public RawJson ask(String method, Optional<RawJson> params, Cancellation withdrawal) {
            throw new JsonRpcException(new JsonRpcError(
                    JsonRpcError.METHOD_NOT_FOUND,
                    "whoever made this call cannot be asked; \"" + method + "\" is not supported"));
        }

        @Override
        public void tell(String method, Optional<RawJson> params) {}
    };

    /**
     * Tells clients apart: two links with the same text lead to the same session or, of clients without session, to the
     * same user. Empty for {@link #NONE}.
     */
    String client();

    /** What the client can do: the {@code ClientCapabilities} object as it sent it. */
    RawJson capabilities();

    /**
     * Whether the client takes an {@code InputRequiredResult} (2026-07-28, "Multi Round-Trip Requests"), so that one of
     * a server is handed on to it as it is instead of being answered by {@link #ask}.
     */
    default boolean takesInputRequests() {
        return false;
    }

    /** The least severe log messages it wants, by their name in the protocol; empty when it wants none. */
    default Optional<String> logLevel() {
        return Optional.empty();
    }

    /**
     * Asks the client and waits for its answer. May block for as long as a person takes.
     *
     * @param method {@code sampling/createMessage}, {@code elicitation/create} or {@code roots/list}
     * @param withdrawal fired when the server takes its question back
     * @return the client's result as it came
     * @throws JsonRpcException with the error that the server is to be given: the client's own, or at once that it
     *     cannot do this
     * @throws CasysException CANCELLED if the question or the request it belongs to is withdrawn, TIMEOUT if the client
     *     never answers
     */
    RawJson ask(String method, Optional<RawJson> params, Cancellation withdrawal);

    /** Sends a notification that belongs to the request; dropped when the client has gone. */
    void tell(String method, Optional<RawJson> params);
}
