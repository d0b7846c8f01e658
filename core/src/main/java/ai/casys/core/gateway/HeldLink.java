// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.gateway.parking.HeldCall;
import ai.casys.core.gateway.parking.Reply;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.McpMethods;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * A client without session, whose request is held while it is asked: the question goes out as the result of the request
 * at hand, the answer comes with the client's retry, and what is told in between reaches whichever request waits.
 */
final class HeldLink implements ClientLink {

    private final HeldCall call;
    private final ModernMeta meta;
    private final Outlet outlet;
    private final AtomicInteger lastKey = new AtomicInteger();

    HeldLink(HeldCall call, ModernMeta meta, Outlet outlet) {
        this.call = call;
        this.meta = meta;
        this.outlet = outlet;
    }

    @Override
    public String client() {
        return "request:" + call.id();
    }

    @Override
    public RawJson capabilities() {
        return meta.capabilities().raw();
    }

    @Override
    public boolean takesInputRequests() {
        return true;
    }

    @Override
    public Optional<String> logLevel() {
        return meta.logLevel();
    }

    @Override
    public void tell(String method, Optional<RawJson> params) {
        outlet.tell(method, params);
    }

    @Override
    public RawJson ask(String method, Optional<RawJson> params, Cancellation withdrawal) {
        Optional<JsonRpcError> refusal = meta.capabilities().refusal(method, params);
        if (refusal.isPresent()) {
            throw new JsonRpcException(refusal.get());
        }
        String key = "question-" + lastKey.incrementAndGet();
        RawObject bare = RawObject.EMPTY.with("method", method);
        RawJson question =
                params.map(given -> bare.with("params", given)).orElse(bare).toRawJson();
        RawJson round = RawObject.EMPTY.with(key, question).toRawJson();
        Asking asking = new Asking(Thread.currentThread());
        try (Cancellation.Registration _ = withdrawal.onCancel(asking::interrupt)) {
            Optional<RawJson> answer = Optional.empty();
            // What is missing, or is no answer to such a question, is asked for again (patterns/mrtr, "Error
            // Handling").
            while (answer.isEmpty()) {
                answer = given(method, round).get(key).filter(value -> fits(method, value));
            }
            return answer.get();
        } catch (InterruptedException e) {
            throw new CasysException(ErrorCategory.CANCELLED, "\"" + method + "\" was taken back", e);
        } finally {
            asking.over();
        }
    }

    private RawObject given(String method, RawJson round) throws InterruptedException {
        return switch (call.ask(round)) {
            case Reply.Given(RawJson answers) -> RawObject.of(answers);
            case Reply.Withdrawn(Reply.Reason reason) ->
                throw switch (reason) {
                    case EXPIRED ->
                        new CasysException(
                                ErrorCategory.TIMEOUT, "the client did not come back to answer \"" + method + "\"");
                    case LOST, CLOSED ->
                        new CasysException(
                                ErrorCategory.CANCELLED, "the call ended before \"" + method + "\" was answered");
                };
        };
    }

    private static boolean fits(String method, RawJson answer) {
        JsonNode tree = answer.tree();
        return switch (method) {
            case McpMethods.ELICITATION_CREATE -> tree.path("action").isString();
            case McpMethods.ROOTS_LIST -> tree.path("roots").isArray();
            default -> tree.path("role").isString() && tree.has("content");
        };
    }

    /** The thread that asks; interrupted only while it does. */
    private static final class Asking {

        private final Thread thread;
        private boolean over;

        Asking(Thread thread) {
            this.thread = thread;
        }

        synchronized void interrupt() {
            if (!over) {
                thread.interrupt();
            }
        }

        /** A withdrawal that came with the answer must not interrupt what the thread does next. */
        synchronized void over() {
            over = true;
            Thread.interrupted();
        }
    }
}
