// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What only sessions have: subscriptions to resources and a level of log messages that last until the session ends. */
final class LegacyMethods {

    private final Subscriptions subscriptions;
    private final Announcements announcements;

    LegacyMethods(Subscriptions subscriptions, Announcements announcements) {
        this.subscriptions = subscriptions;
        this.announcements = announcements;
    }

    /** A session begins; what it will have asked for ends with it. */
    void opened(Session session) {
        session.conversation().whenOver(() -> {
            subscriptions.removeAll(session.conversation());
            if (session.conversation().logLevel().isPresent()) {
                announcements.logLevelsChanged();
            }
        });
        session.conversation().tellsBy(session::notifyClient);
    }

    /** Carries the request out if it is one of these. */
    Optional<RawJson> perform(Session session, ClientRequest request, CallContext context) {
        switch (request.method()) {
            case McpMethods.LOGGING_SET_LEVEL -> setLevel(session, request.params());
            case McpMethods.RESOURCES_SUBSCRIBE ->
                subscriptions.add(session.conversation(), uri(request), Era.LEGACY, context);
            case McpMethods.RESOURCES_UNSUBSCRIBE -> subscriptions.remove(session.conversation(), uri(request));
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(RawJson.EMPTY_OBJECT);
    }

    private void setLevel(Session session, RawJson params) {
        String level = params.tree().path("level").asString("");
        if (!LogLevels.isKnown(level)) {
            throw ProtocolException.invalidParams(
                    "\"level\" must be one of " + LogLevels.names() + ", not \"" + level + "\"");
        }
        session.conversation().logLevel(level);
        announcements.logLevelsChanged();
    }

    private static String uri(ClientRequest request) {
        return RawObject.of(request.params())
                .get("uri")
                .map(RawJson::tree)
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .orElseThrow(
                        () -> ProtocolException.invalidParams("\"" + request.method() + "\" needs a string \"uri\""));
    }
}
