// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ProgressListener;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One request of a client, of either era, on its way to what carries it out.
 *
 * @param client the name that the client gives itself
 * @param params an object
 * @param cancellation fired when the client takes it back
 * @param link the way to ask and to tell the client
 */
record ClientRequest(
        Caller caller,
        Optional<String> client,
        UUID correlationId,
        Era era,
        String method,
        RawJson params,
        Cancellation cancellation,
        ProgressListener progress,
        ClientLink link) {

    /** Tells clients without session apart, see {@link #software(Caller, Optional)}. */
    String software() {
        return software(caller, client);
    }

    /**
     * Tells clients without session apart as well as can be: by their user and the name they give themselves. Requests of
     * one such client share what servers cannot attribute; it never reaches another user.
     */
    static String software(Caller caller, Optional<String> client) {
        return "stateless:" + caller.tenant().value() + "/" + caller.user().value() + "/" + client.orElse("");
    }

    CallContext context(Instant deadline) {
        return new CallContext(caller, correlationId, deadline, cancellation, progress, link, params);
    }

    /** The same request with other parameters. */
    ClientRequest with(RawJson other) {
        return new ClientRequest(caller, client, correlationId, era, method, other, cancellation, progress, link);
    }

    /** The same request of which other objects hear. */
    ClientRequest heardBy(Cancellation stop, ProgressListener steps, ClientLink way) {
        return new ClientRequest(caller, client, correlationId, era, method, params, stop, steps, way);
    }
}
