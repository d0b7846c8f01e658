// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.McpMethods;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one server has asked us and still waits for. Each question has a virtual thread of its own, which may block as
 * long as it likes; it is interrupted when nobody waits for the answer any more. Who takes a question off the map
 * decides about it: its thread, to answer, or whoever withdraws it.
 */
final class Questions {

    private static final Logger log = LoggerFactory.getLogger(Questions.class);
    private static final int MOST = 256;

    private final McpTransport transport;
    private final Map<RequestId, Thread> open = new ConcurrentHashMap<>();

    Questions(McpTransport transport) {
        this.transport = transport;
    }

    /** Has the question answered; returns at once. */
    void ask(JsonRpcRequest question, Function<JsonRpcRequest, Optional<JsonRpcMessage>> answerer) {
        if (open.size() >= MOST) {
            String text = "more than " + MOST + " questions wait for an answer already; ask again later";
            send(failure(question, JsonRpcError.INTERNAL_ERROR, text));
            return;
        }
        Thread thread = Thread.ofVirtual().name("mcp-question").unstarted(() -> answer(question, answerer));
        if (open.putIfAbsent(question.id(), thread) != null) {
            log.debug("{} asks {} a second time before it is answered", transport.description(), question.id());
            return;
        }
        thread.start();
    }

    /** The server wants no answer any more; whether it had asked. */
    boolean withdraw(RequestId id) {
        Thread thread = open.remove(id);
        if (thread == null) {
            return false;
        }
        thread.interrupt();
        return true;
    }

    /** Nobody is there to be answered. */
    void withdrawAll() {
        List.copyOf(open.keySet()).forEach(this::withdraw);
    }

    private void answer(JsonRpcRequest question, Function<JsonRpcRequest, Optional<JsonRpcMessage>> answerer) {
        JsonRpcMessage answer = find(question, answerer);
        if (open.remove(question.id(), Thread.currentThread())) {
            send(answer);
        }
    }

    private JsonRpcMessage find(JsonRpcRequest question, Function<JsonRpcRequest, Optional<JsonRpcMessage>> answerer) {
        if (question.method().equals(McpMethods.PING)) {
            return new JsonRpcResult(question.id(), RawJson.EMPTY_OBJECT);
        }
        try {
            return answerer.apply(question)
                    .map(answer -> readdressed(answer, question))
                    .orElseGet(() -> failure(
                            question,
                            JsonRpcError.METHOD_NOT_FOUND,
                            "the client does not know the method \"" + question.method() + "\""));
        } catch (RuntimeException e) {
            if (open.containsKey(question.id())) {
                log.warn("{}: answering \"{}\" failed", transport.description(), question.method(), e);
            }
            return failure(question, JsonRpcError.INTERNAL_ERROR, "internal error");
        }
    }

    /** Whoever relays an answer has it under the id of another connection. */
    private static JsonRpcMessage readdressed(JsonRpcMessage answer, JsonRpcRequest question) {
        return switch (answer) {
            case JsonRpcResult result -> new JsonRpcResult(question.id(), result.result());
            case JsonRpcFailure failure -> new JsonRpcFailure(Optional.of(question.id()), failure.error());
            case JsonRpcRequest _, JsonRpcNotification _ ->
                throw new IllegalStateException("a question was answered with a question");
        };
    }

    private static JsonRpcFailure failure(JsonRpcRequest question, int code, String text) {
        return new JsonRpcFailure(Optional.of(question.id()), new JsonRpcError(code, text));
    }

    private void send(JsonRpcMessage answer) {
        try {
            transport.send(answer);
        } catch (TransportException e) {
            log.debug("{}: an answer could not be sent: {}", transport.description(), e.getMessage());
        }
    }
}
