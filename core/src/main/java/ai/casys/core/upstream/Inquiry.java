// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One question to a client, asked on a virtual thread of its own: whoever waits for the answer can stop waiting at any
 * moment, however the client's side behaves.
 */
final class Inquiry {

    private final String method;
    private final CompletableFuture<RawJson> answer = new CompletableFuture<>();

    private Inquiry(String method) {
        this.method = method;
    }

    /**
     * Asks.
     *
     * @param withdrawal ends the question at once, also for whoever waits
     */
    static Inquiry begin(ClientLink client, String method, Optional<RawJson> params, Cancellation withdrawal) {
        Inquiry inquiry = new Inquiry(method);
        Thread.ofVirtual().name("question").start(() -> inquiry.ask(client, params, withdrawal));
        return inquiry;
    }

    /**
     * Waits for the answer.
     *
     * @throws JsonRpcException with the client's error
     * @throws CasysException CANCELLED if the question was withdrawn, TIMEOUT if nobody answers; it is for the caller to
     *     withdraw it then
     */
    RawJson await(Duration limit) throws InterruptedException {
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CasysException(
                    ErrorCategory.TIMEOUT,
                    "the client did not answer \"" + method + "\" within " + limit.toSeconds() + " s",
                    e);
        } catch (ExecutionException _) {
            throw problem(answer.exceptionNow());
        }
    }

    private void ask(ClientLink client, Optional<RawJson> params, Cancellation withdrawal) {
        Runnable giveUp = () -> answer.completeExceptionally(
                new CasysException(ErrorCategory.CANCELLED, "the question \"" + method + "\" was withdrawn"));
        try (Cancellation.Registration _ = withdrawal.onCancel(giveUp)) {
            if (!answer.isDone()) {
                answer.complete(client.ask(method, params, withdrawal));
            }
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private static RuntimeException problem(Throwable cause) {
        return switch (cause) {
            case JsonRpcException refusal -> new JsonRpcException(refusal.error());
            case CasysException problem -> new CasysException(problem.category(), problem.getMessage(), problem);
            default -> new IllegalStateException(cause);
        };
    }
}
