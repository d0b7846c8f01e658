// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import java.util.Objects;

/** What the gateway says to one message of a client. */
public sealed interface Answer {

    /** A session was opened; the transport must tell the client its id. */
    record Opened(Session session, JsonRpcResult result) implements Answer {
        public Opened {
            Objects.requireNonNull(session, "session is null");
            Objects.requireNonNull(result, "result is null");
        }
    }

    /** A result or an error. */
    record Reply(JsonRpcMessage message) implements Answer {
        public Reply {
            Objects.requireNonNull(message, "message is null");
        }
    }

    /** Nothing: the message wanted no answer, or its sender has withdrawn the request. */
    record Silence() implements Answer {}
}
