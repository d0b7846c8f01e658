// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.gateway.parking.HeldCall;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.McpMethods;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A client without session, whose request is held while it is asked: the question goes out as the result of the request
 * at hand, the answer comes with the client's retry, and what is told in between reaches whichever request waits.
 */
final class HeldLink extends StatelessLink {

    private final Rounds rounds;

    HeldLink(String client, HeldCall call, ModernMeta meta, Outlet outlet, Lacking lacking) {
        super(client, meta, outlet, lacking);
        this.rounds = new Rounds(call);
    }

    @Override
    RawJson put(String method, Optional<RawJson> params, Cancellation withdrawal) {
        RawObject bare = RawObject.EMPTY.with("method", method);
        RawJson question =
                params.map(given -> bare.with("params", given)).orElse(bare).toRawJson();
        Asking asking = new Asking(Thread.currentThread());
        try (Cancellation.Registration _ = withdrawal.onCancel(asking::interrupt)) {
            return rounds.ask(question, answer -> fits(method, answer));
        } catch (InterruptedException e) {
            throw new CasysException(ErrorCategory.CANCELLED, "\"" + method + "\" was taken back", e);
        } finally {
            asking.over();
        }
    }

    /** Whether the answer has the shape of one to such a question. */
    static boolean fits(String method, RawJson answer) {
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
