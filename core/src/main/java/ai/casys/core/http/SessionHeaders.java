// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.Session;
import io.javalin.http.Context;
import java.util.Optional;

/** The session that a request of the legacy era names (2025-11-25, transports, "Session Management"). */
final class SessionHeaders {

    static final String SESSION = "Mcp-Session-Id";
    static final String VERSION = "MCP-Protocol-Version";

    private SessionHeaders() {}

    /** The caller's own open session, in the revision that it agreed on. Somebody else's is not known, like any other. */
    static Session require(Context context, Door door, Caller caller) {
        String id = Requests.single(context, SESSION)
                .orElseThrow(
                        () -> new HttpFailure(400, SESSION + " is missing; send \"initialize\" to open a session"));
        Session session = door.session(id, caller)
                .orElseThrow(() -> new HttpFailure(
                        404, "this session is not known or has ended; send \"initialize\" to open another"));
        Optional<String> declared = Requests.single(context, VERSION);
        if (declared.isPresent() && !declared.get().equals(session.version().text())) {
            throw new HttpFailure(
                    400,
                    VERSION + " is \"" + declared.get() + "\", but this session agreed on "
                            + session.version().text());
        }
        return session;
    }
}
