// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Answers what a modern server wants to know for one call, for a client that cannot take such a result itself: asks the
 * client everything at the same time and makes the next request of it. Used by the thread of the caller.
 */
final class InputRounds {

    private static final int MOST = 16;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final String server;
    private final Duration answerTime;
    private final CallClock clock;
    private final CallContext context;
    private int rounds;

    InputRounds(String server, Duration answerTime, CallClock clock, CallContext context) {
        this.server = server;
        this.answerTime = answerTime;
        this.clock = clock;
        this.context = context;
    }

    /**
     * The request that follows a result.
     *
     * @return empty if the result is for the client as it is
     * @throws UpstreamErrorException with the client's error if it cannot answer
     * @throws CasysException UPSTREAM_FAILED if the server asks wrongly or never stops, CANCELLED, TIMEOUT
     */
    Optional<ServerRequest> next(ServerRequest request, RawJson result) throws InterruptedException {
        if (!request.mayAsk() || context.client().takesInputRequests()) {
            return Optional.empty();
        }
        Optional<InputRequired> required = required(result);
        if (required.isEmpty()) {
            return Optional.empty();
        }
        rounds++;
        if (rounds > MOST) {
            throw failed("asks again and again, now for the " + rounds + "th time within one call");
        }
        if (required.get().questions().isEmpty()) {
            pause();
            return Optional.of(
                    request.answering(Optional.empty(), required.get().state()));
        }
        RawJson responses = InputRequired.responses(answers(required.get()));
        return Optional.of(
                request.answering(Optional.of(responses), required.get().state()));
    }

    private Optional<InputRequired> required(RawJson result) {
        try {
            return InputRequired.in(result);
        } catch (IllegalArgumentException e) {
            throw failed("breaks the protocol: " + e.getMessage());
        }
    }

    private Map<String, RawJson> answers(InputRequired required) throws InterruptedException {
        Cancellation withdrawal = new Cancellation();
        Map<String, Inquiry> inquiries = new LinkedHashMap<>();
        Map<String, RawJson> answers = new LinkedHashMap<>();
        long end = System.nanoTime() + answerTime.toNanos();
        clock.stop();
        try (Cancellation.Registration _ = context.cancellation().onCancel(withdrawal::cancel)) {
            required.questions()
                    .forEach((name, question) -> inquiries.put(
                            name, Inquiry.begin(context.client(), question.method(), question.params(), withdrawal)));
            for (Map.Entry<String, Inquiry> inquiry : inquiries.entrySet()) {
                Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                answers.put(inquiry.getKey(), inquiry.getValue().await(left));
            }
            return answers;
        } catch (JsonRpcException e) {
            throw new UpstreamErrorException(server, e.error());
        } finally {
            withdrawal.cancel();
            clock.resume();
        }
    }

    /** A server that only wants to be asked again is given time, more from round to round. */
    private void pause() throws InterruptedException {
        Duration pause = FIRST_PAUSE.multipliedBy(rounds);
        Duration left = clock.left();
        CountDownLatch withdrawn = new CountDownLatch(1);
        try (Cancellation.Registration _ = context.cancellation().onCancel(withdrawn::countDown)) {
            withdrawn.await(Math.min(pause.toNanos(), left.toNanos()), TimeUnit.NANOSECONDS);
        }
    }

    private CasysException failed(String text) {
        return new CasysException(ErrorCategory.UPSTREAM_FAILED, "server \"" + server + "\" " + text);
    }
}
