// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.casys.core.api.Caller;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What tests of the gateway put in and take out. */
final class Messages {

    private Messages() {}

    /** JSON with exactly these bytes. */
    static RawJson raw(String json) {
        return RawJson.ofTrusted(json.getBytes(StandardCharsets.UTF_8));
    }

    static JsonRpcNotification notification(String method, String params) {
        return new JsonRpcNotification(method, Optional.of(raw(params)));
    }

    /** A message of the caller of this machine. */
    static Inbound inbound(JsonRpcMessage message, Optional<Session> session) {
        return inbound(message, session, Caller.LOCAL);
    }

    /** A message of a client without session. */
    static Inbound inbound(JsonRpcMessage message, Caller caller) {
        return inbound(message, Optional.empty(), caller);
    }

    static Inbound inbound(JsonRpcMessage message, Optional<Session> session, Caller caller) {
        return new Inbound(message, caller, session, Optional.empty(), UUID.randomUUID());
    }

    /** The result that an answer must have. */
    static RawJson result(Answer answer) {
        JsonRpcMessage message = assertInstanceOf(Answer.Reply.class, answer).message();
        return assertInstanceOf(JsonRpcResult.class, message, message::toString).result();
    }

    /** The error that an answer must have. */
    static JsonRpcError error(Answer answer) {
        JsonRpcMessage message = assertInstanceOf(Answer.Reply.class, answer).message();
        return assertInstanceOf(JsonRpcFailure.class, message, message::toString)
                .error();
    }

    /** The names of the tools on a page. */
    static List<String> names(RawJson page) {
        return page.tree()
                .path("tools")
                .valueStream()
                .map(tool -> tool.path("name").asString())
                .toList();
    }
}
