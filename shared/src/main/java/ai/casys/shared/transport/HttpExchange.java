// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RequestId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/** One message under way over HTTP, which anybody may cut off. Worked on by one thread, cancelled by any. */
final class HttpExchange {

    private final JsonRpcMessage message;
    private final Map<String, String> headers;
    private boolean cancelled;
    private @Nullable HttpUriRequestBase current;
    private volatile boolean answered;

    HttpExchange(JsonRpcMessage message, Map<String, String> headers) {
        this.message = message;
        this.headers = headers;
    }

    /** Headers that this message needs besides those of every message. */
    Map<String, String> headers() {
        return headers;
    }

    JsonRpcMessage message() {
        return message;
    }

    /** The id of the request, if the message is one. */
    Optional<RequestId> requestId() {
        return message instanceof JsonRpcRequest request ? Optional.of(request.id()) : Optional.empty();
    }

    /** Whether nothing more is expected. */
    boolean isAnswered() {
        return answered;
    }

    /** Takes note of a message of the server; true if it is the answer. */
    boolean note(JsonRpcMessage incoming) {
        Optional<RequestId> id = switch (incoming) {
            case JsonRpcResult result -> Optional.of(result.id());
            case JsonRpcFailure failure -> failure.id();
            case JsonRpcRequest _, JsonRpcNotification _ -> Optional.empty();
        };
        boolean isAnswer = id.isPresent() && id.equals(requestId());
        answered |= isAnswer;
        return isAnswer;
    }

    /** Makes the request the one to be cut off; cuts it off at once if it is too late. */
    synchronized void carry(HttpUriRequestBase request) {
        current = request;
        if (cancelled) {
            request.cancel();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Waits, but not longer than until the exchange is cut off. */
    synchronized void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toNanos(); !cancelled && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            cancelled = true;
        }
    }

    /** Closes the connection under the exchange. */
    void cancel() {
        HttpUriRequestBase request;
        synchronized (this) {
            cancelled = true;
            request = current;
            notifyAll();
        }
        if (request != null) {
            request.cancel();
        }
    }
}
