// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.McpErrors;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** One request and the place where its answer arrives: filled once by a reading thread, read by whoever waits. */
final class PendingCall implements McpCall {

    /** What a transport leaves that has carried the request itself. */
    static final Runnable NOTHING = () -> {};

    private final McpClient client;
    private final String method;
    private final Optional<RawJson> params;
    private final CallListener listener;
    private final CompletableFuture<RawJson> answer = new CompletableFuture<>();
    private final AtomicReference<Runnable> exchange = new AtomicReference<>(NOTHING);
    private volatile RequestId id;
    private boolean repeated;

    /**
     * A request.
     *
     * @param params kept for a second attempt; empty if there can be none
     */
    PendingCall(McpClient client, RequestId id, String method, Optional<RawJson> params, CallListener listener) {
        this.client = client;
        this.id = id;
        this.method = method;
        this.params = params;
        this.listener = listener;
    }

    @Override
    public RequestId id() {
        return id;
    }

    String method() {
        return method;
    }

    CallListener listener() {
        return listener;
    }

    /** What is left to do for whoever awaits the answer. */
    void leave(Runnable remaining) {
        exchange.set(remaining);
    }

    Optional<RawJson> params() {
        return params;
    }

    /** Whether nobody waits any more. */
    boolean isOver() {
        return answer.isDone();
    }

    /** What the server answers; a refusal for the sake of headers is not the end of a call that it has not begun. */
    void refused(JsonRpcError error) {
        boolean second = repeated;
        repeated = true;
        boolean repeatable = error.code() == McpErrors.HEADER_MISMATCH && params.isPresent() && !second;
        if (repeatable) {
            client.repeat(this, error);
        } else {
            fail(new JsonRpcException(error));
        }
    }

    /** The same call goes out once more. */
    void renumber(RequestId next) {
        id = next;
    }

    /** Tells the subscription of which this is the call that it is over. */
    void feed(SubscriptionFeed feed) {
        var _ = answer.whenComplete((result, problem) -> {
            if (problem == null) {
                feed.ended();
            } else {
                feed.ended(problem);
            }
        });
    }

    void complete(RawJson result) {
        answer.complete(result);
    }

    void fail(RuntimeException problem) {
        answer.completeExceptionally(problem);
    }

    @Override
    public RawJson await(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        carry(timeout);
        try {
            Optional<RawJson> result = peek(Duration.ofNanos(end - System.nanoTime()));
            if (result.isPresent()) {
                return result.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel("the caller has gone");
            throw new TransportException(
                    TransportException.Kind.CANCELLED, "the wait for \"" + method + "\" was interrupted", e);
        }
        expire(timeout);
        return outcome();
    }

    /** Does the exchange on this thread, if that was left to it; the deadline cuts it off. */
    private void carry(Duration timeout) {
        Runnable work = exchange.getAndSet(NOTHING);
        if (work.equals(NOTHING) || answer.isDone()) {
            return;
        }
        try (Deadlines.Entry _ = client.deadlines().in(timeout, () -> expire(timeout))) {
            work.run();
        }
    }

    private void expire(Duration timeout) {
        String text = "\"" + client.description() + "\" did not answer \"" + method + "\" within " + timeout.toMillis()
                + " ms";
        if (answer.completeExceptionally(new TransportException(TransportException.Kind.TIMEOUT, text))) {
            client.takeBack(this, "no answer in time");
        }
    }

    @Override
    public void cancel(String reason) {
        String text = "the call of \"" + method + "\" was cancelled: " + reason;
        if (answer.completeExceptionally(new TransportException(TransportException.Kind.CANCELLED, text))) {
            client.takeBack(this, reason);
        }
    }

    /** Waits without giving the request up; empty when the time is over. */
    Optional<RawJson> peek(Duration timeout) throws InterruptedException {
        try {
            return Optional.of(answer.get(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException _) {
            throw rethrown(answer.exceptionNow());
        }
    }

    private RawJson outcome() {
        return switch (answer.state()) {
            case SUCCESS -> answer.resultNow();
            case FAILED, CANCELLED, RUNNING -> throw rethrown(answer.exceptionNow());
        };
    }

    /** A new exception, so that the stack trace is that of the waiting thread and never shared. */
    private static RuntimeException rethrown(Throwable cause) {
        return switch (cause) {
            case JsonRpcException refusal -> new JsonRpcException(refusal.error());
            case TransportException problem ->
                new TransportException(problem.kind(), String.valueOf(problem.getMessage()), problem);
            default -> new IllegalStateException(cause);
        };
    }
}
