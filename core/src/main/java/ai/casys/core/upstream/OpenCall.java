// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.Owner;
import ai.casys.core.api.ProgressListener;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.mcp.ProgressParams;
import ai.casys.shared.transport.CallListener;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One request of a client under way at a server, and what the server says and asks about it. Used by the thread of the
 * caller, those that read the server's messages and those of its questions.
 */
final class OpenCall implements CallListener, AutoCloseable {

    /** So many questions to one client at once are more than any person can answer. */
    private static final int MOST_QUESTIONS = 32;

    private final CallContext context;
    private final CallClock clock;
    private final Conversation conversation;
    private final Clientele clientele;
    private final Optional<ProgressRelay> relay;
    private final Cancellation ended = new Cancellation();
    private final AtomicInteger questions = new AtomicInteger();

    /** A call that is about to be sent. */
    OpenCall(CallContext context, CallClock clock, Conversation conversation) {
        this.context = context;
        this.clock = clock;
        this.conversation = conversation;
        this.clientele = conversation.clientele();
        this.relay = context.progress().equals(ProgressListener.NONE)
                ? Optional.empty()
                : Optional.of(new ProgressRelay(context.progress()));
        conversation.calls().add(this);
    }

    /** Whether the server has to forget roots that it was told, since they are another user's. */
    boolean makesRootsForeign() {
        return clientele.joins(owner());
    }

    /** To whom it belongs. */
    Owner owner() {
        return context.caller().owner();
    }

    /** Whose call it is. */
    ClientLink client() {
        return context.client();
    }

    /** Fired when the call is over, one way or another. */
    Cancellation ended() {
        return ended;
    }

    /** Whether a question to the client is open. */
    boolean isAsking() {
        return questions.get() > 0;
    }

    /** A question begins, and the call's time stands still; false if there are too many. */
    boolean beginQuestion() {
        if (questions.incrementAndGet() > MOST_QUESTIONS) {
            questions.decrementAndGet();
            return false;
        }
        clock.stop();
        return true;
    }

    /** A question has ended. */
    void endQuestion() {
        clock.resume();
        questions.decrementAndGet();
    }

    @Override
    public boolean wantsProgress() {
        return relay.isPresent();
    }

    @Override
    public void progress(ProgressParams progress) {
        relay.ifPresent(listener -> listener.progress(progress));
    }

    @Override
    public void notification(JsonRpcNotification notification) {
        conversation.heard(notification, Optional.of(this));
    }

    @Override
    public Optional<JsonRpcMessage> request(JsonRpcRequest question) {
        return conversation.answer(question, Optional.of(this));
    }

    /** Ends it: takes open questions back, and lets the progress that has come be heard. */
    @Override
    public void close() {
        conversation.calls().remove(this);
        ended.cancel();
        relay.ifPresent(ProgressRelay::close);
    }
}
