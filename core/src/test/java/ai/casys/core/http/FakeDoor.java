// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.Answer;
import ai.casys.core.gateway.ClientStream;
import ai.casys.core.gateway.Inbound;
import ai.casys.core.gateway.Session;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.Tool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** A gateway of the stateless era that does what a test says. */
final class FakeDoor implements Door {

    final List<Inbound> received = new CopyOnWriteArrayList<>();
    final Map<String, Tool> tools = new HashMap<>();
    BiFunction<Inbound, ClientStream, Answer> doing =
            (inbound, stream) -> inbound.message() instanceof JsonRpcRequest request
                    ? result(request, "{\"resultType\":\"complete\"}")
                    : new Answer.Silence();

    static Answer result(JsonRpcRequest request, String json) {
        return new Answer.Reply(new JsonRpcResult(request.id(), RawJson.parse(json)));
    }

    @Override
    public Era era(JsonRpcMessage message, Optional<String> declaredVersion) {
        return Era.MODERN;
    }

    @Override
    public Optional<Session> session(String id, Caller caller) {
        return Optional.empty();
    }

    @Override
    public void end(Session session) {
        throw new AssertionError("the stateless era has no sessions");
    }

    @Override
    public Answer handle(Inbound inbound, ClientStream stream) {
        received.add(inbound);
        return doing.apply(inbound, stream);
    }

    @Override
    public Optional<Tool> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }
}
