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
import java.util.function.Supplier;

/** One request and the place where its answer arrives: filled once by a reading thread, read by whoever waits. */
final class PendingCall implements McpCall {

    /** What a transport leaves that has carried the request itself. */
    static final Runnable NOTHING = () -> {};

    private final McpClient client;
    private final String method;
    private final Optional<RawJson> params;
    private final CallListener listener;
    private final long begin = System.nanoTime();
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
        Supplier<Duration> left = () -> Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        carry(left);
        try {
            Optional<RawJson> result = peek(left.get());
            if (result.isPresent()) {
                return result.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel("the caller has gone");
            throw new TransportException(
                    TransportException.Kind.CANCELLED, "the wait for \"" + method + "\" was interrupted", e);
        }
        expire();
        return outcome();
    }

    /** Does the exchange on this thread, if that was left to it; the deadline cuts it off. */
    @Override
    public void carry(Supplier<Duration> left) {
        Runnable work = exchange.getAndSet(NOTHING);
        if (work.equals(NOTHING)) {
            return;
        }
        try (Deadlines.Entry _ = client.deadlines().watch(left, this::expire)) {
            work.run();
        }
    }

    private void expire() {
        String text = "\"" + client.description() + "\" did not answer \"" + method + "\" within "
                + (System.nanoTime() - begin) / 1_000_000 + " ms";
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

    @Override
    public Optional<RawJson> peek(Duration timeout) throws InterruptedException {
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
