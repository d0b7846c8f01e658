// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.CancelledParams;
import ai.casys.shared.mcp.McpMethods;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The requests that went to the client of one session and are not answered yet. Whoever asks blocks; the answer is
 * brought by the thread of the message that holds it. Safe for any number of threads.
 */
final class Questions {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final int MOST_OPEN = 64;

    private final Map<RequestId, BlockingQueue<Reply>> open = new HashMap<>();
    private long last;
    private boolean closed;

    private sealed interface Reply {
        record Answered(JsonRpcMessage message) implements Reply {}

        record Withdrawn(String why) implements Reply {}
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws JsonRpcException the client's own error
     * @throws CasysException CANCELLED, TIMEOUT, or OVERLOADED if the client has left too many questions open
     */
    RawJson ask(String method, Optional<RawJson> params, ClientStream client, Cancellation withdrawal) {
        BlockingQueue<Reply> replies = new ArrayBlockingQueue<>(2);
        RequestId id = note(replies);
        try (Cancellation.Registration _ =
                withdrawal.onCancel(() -> replies.offer(new Reply.Withdrawn("the server took its question back")))) {
            client.send(new JsonRpcRequest(id, method, params));
            Optional<Reply> reply = Optional.ofNullable(replies.poll(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS));
            if (reply.isEmpty()) {
                takeBack(id, client, "no answer in time");
                throw new CasysException(
                        ErrorCategory.TIMEOUT,
                        "the client did not answer \"" + method + "\" within " + LONGEST_WAIT.toMinutes() + " minutes");
            }
            return switch (reply.get()) {
                case Reply.Answered(JsonRpcMessage message) -> result(message);
                case Reply.Withdrawn(String why) -> {
                    takeBack(id, client, why);
                    throw new CasysException(ErrorCategory.CANCELLED, "\"" + method + "\" was not answered: " + why);
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            takeBack(id, client, "the request it belongs to has ended");
            throw new CasysException(ErrorCategory.CANCELLED, "the wait for \"" + method + "\" was interrupted", e);
        } finally {
            forget(id);
        }
    }

    /** The client's answer has come; one that nobody waits for is dropped. */
    synchronized void answered(JsonRpcMessage answer) {
        Optional<RequestId> id = switch (answer) {
            case JsonRpcResult result -> Optional.of(result.id());
            case JsonRpcFailure failure -> failure.id();
            case JsonRpcRequest _, JsonRpcNotification _ -> Optional.empty();
        };
        id.map(open::get).ifPresent(replies -> replies.offer(new Reply.Answered(answer)));
    }

    /** The session has ended: whoever waits learns it, and nothing can be asked any more. */
    void close() {
        List<BlockingQueue<Reply>> waiting;
        synchronized (this) {
            closed = true;
            waiting = List.copyOf(open.values());
        }
        waiting.forEach(replies -> replies.offer(new Reply.Withdrawn("the client has ended its session")));
    }

    private static RawJson result(JsonRpcMessage message) {
        return switch (message) {
            case JsonRpcResult result -> result.result();
            case JsonRpcFailure failure -> throw new JsonRpcException(failure.error());
            case JsonRpcRequest _, JsonRpcNotification _ -> throw new IllegalStateException("no answer: " + message);
        };
    }

    private synchronized RequestId note(BlockingQueue<Reply> replies) {
        if (closed) {
            throw new CasysException(ErrorCategory.CANCELLED, "the client has ended its session");
        }
        if (open.size() >= MOST_OPEN) {
            throw new CasysException(
                    ErrorCategory.OVERLOADED,
                    "the client has " + MOST_OPEN + " questions before it that it has not answered; try again later");
        }
        RequestId id = new RequestId.TextId("casys-" + ++last);
        open.put(id, replies);
        return id;
    }

    private synchronized void forget(RequestId id) {
        open.remove(id);
    }

    private static void takeBack(RequestId id, ClientStream client, String why) {
        client.send(new JsonRpcNotification(
                McpMethods.CANCELLED, Optional.of(new CancelledParams(id, Optional.of(why)).toRawJson())));
    }
}
