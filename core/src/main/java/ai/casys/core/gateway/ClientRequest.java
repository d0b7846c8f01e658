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

    /**
     * Stands for the client where it has no session: all such clients of one user count as one. What a server cannot
     * attribute may then reach another program of the same user, but never another user; the alternative, to let the
     * requests of each program wait for the others', would let one unanswered question stop them all.
     */
    static String withoutSession(Caller caller) {
        return "stateless:" + caller.tenant().value() + "/" + caller.user().value();
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
