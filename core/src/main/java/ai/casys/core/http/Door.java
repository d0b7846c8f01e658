// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.Answer;
import ai.casys.core.gateway.ClientStream;
import ai.casys.core.gateway.Gateway;
import ai.casys.core.gateway.Inbound;
import ai.casys.core.gateway.Session;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Tool;
import java.util.Optional;

/** A gateway as its endpoints need it; the methods are those of {@link Gateway}. */
interface Door {

    /** The era a message belongs to. */
    Era era(JsonRpcMessage message, Optional<String> declaredVersion);

    /** The caller's own open session. */
    Optional<Session> session(String id, Caller caller);

    /** Ends a session. */
    void end(Session session);

    /** Handles one message and blocks until it is done. */
    Answer handle(Inbound inbound, ClientStream stream);

    /** A tool by the name under which a client calls it. */
    Optional<Tool> tool(String name);

    /** The door to a gateway. */
    static Door of(Gateway gateway) {
        return new Door() {
            @Override
            public Era era(JsonRpcMessage message, Optional<String> declaredVersion) {
                return gateway.era(message, declaredVersion);
            }

            @Override
            public Optional<Session> session(String id, Caller caller) {
                return gateway.session(id, caller);
            }

            @Override
            public void end(Session session) {
                gateway.end(session);
            }

            @Override
            public Answer handle(Inbound inbound, ClientStream stream) {
                return gateway.handle(inbound, stream);
            }

            @Override
            public Optional<Tool> tool(String name) {
                return gateway.tool(name);
            }
        };
    }
}
