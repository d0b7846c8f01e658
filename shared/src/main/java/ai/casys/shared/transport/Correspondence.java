// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.CancelledParams;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.MetaKeys;
import ai.casys.shared.mcp.ProgressParams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls under way on one connection, and the way of everything that comes from the server: answers to their calls,
 * the rest to the listener of the call it belongs to, or to that of the connection. Called on the threads of the
 * transport, any number of them; a listener that fails costs its message, never the connection.
 */
final class Correspondence implements TransportListener {

    private static final Logger log = LoggerFactory.getLogger(Correspondence.class);

    private final McpTransport transport;
    private final ServerMessages messages;
    private final Consumer<Optional<String>> whenClosed;
    private final BooleanSupplier mayAsk;
    private final Questions questions;
    private final Map<RequestId, PendingCall> pending = new ConcurrentHashMap<>();
    private final Set<RequestId> subscriptions = ConcurrentHashMap.newKeySet();

    /** A correspondence in which the server may put questions while {@code mayAsk} says so. */
    Correspondence(
            McpTransport transport,
            ServerMessages messages,
            BooleanSupplier mayAsk,
            Consumer<Optional<String>> whenClosed) {
        this.mayAsk = mayAsk;
        this.transport = transport;
        this.messages = messages;
        this.whenClosed = whenClosed;
        this.questions = new Questions(transport);
    }

    /** Expects an answer from now on. */
    void expect(PendingCall call) {
        if (call.listener() instanceof SubscriptionFeed) {
            subscriptions.add(call.id());
        }
        pending.put(call.id(), call);
    }

    /** Expects the answer no longer; whether it was still to come. */
    boolean forget(RequestId id) {
        return take(id) != null;
    }

    private @Nullable PendingCall take(RequestId id) {
        PendingCall call = pending.remove(id);
        if (call != null && call.listener() instanceof SubscriptionFeed) {
            subscriptions.remove(id);
        }
        return call;
    }

    /** Nothing will come any more. */
    void end(TransportException problem) {
        questions.withdrawAll();
        for (RequestId id : List.copyOf(pending.keySet())) {
            PendingCall call = take(id);
            if (call != null) {
                call.fail(problem);
            }
        }
    }

    @Override
    public void message(JsonRpcMessage message) {
        guarded(() -> route(message, Optional.empty()));
    }

    @Override
    public void message(JsonRpcMessage message, RequestId call) {
        boolean isAnswer = message instanceof JsonRpcResult || message instanceof JsonRpcFailure;
        Optional<PendingCall> origin = isAnswer ? Optional.empty() : Optional.ofNullable(pending.get(call));
        guarded(() -> route(message, origin));
    }

    @Override
    public void failed(RequestId request, TransportException problem) {
        answered(request, call -> {
            if (problem.kind() == TransportException.Kind.SESSION_LOST) {
                // Whoever hears of it may ask again at once, and must not find this connection still open.
                whenClosed.accept(Optional.of("the server has ended the session"));
            }
            call.fail(problem);
        });
    }

    @Override
    public void problem(String description) {
        log.warn("{}: {}", transport.description(), description);
    }

    @Override
    public void closed(Optional<String> reason) {
        whenClosed.accept(reason);
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.warn("{}: a listener failed", transport.description(), e);
        }
    }

    private void route(JsonRpcMessage message, Optional<PendingCall> origin) {
        switch (message) {
            case JsonRpcResult result -> answered(result.id(), call -> call.complete(result.result()));
            case JsonRpcFailure failure -> refused(failure);
            case JsonRpcNotification notification ->
                subscription(notification, origin)
                        .ifPresentOrElse(
                                feed -> feed.notification(notification), () -> notified(notification, hearer(origin)));
            case JsonRpcRequest request -> asked(request, hearer(origin));
        }
    }

    private static Optional<CallListener> hearer(Optional<PendingCall> origin) {
        return origin.map(PendingCall::listener).filter(listening -> !listening.equals(CallListener.NONE));
    }

    /** A modern server puts its questions into results, and must not be sent answers. */
    private void asked(JsonRpcRequest request, Optional<CallListener> listener) {
        if (mayAsk.getAsBoolean() || request.method().equals(McpMethods.PING)) {
            questions.ask(request, question -> answer(question, listener));
        } else {
            problem("it asks \"" + request.method() + "\" in a revision in which servers ask nothing");
        }
    }

    private void refused(JsonRpcFailure failure) {
        if (failure.id().isEmpty()) {
            problem("it reports an error without naming a request: "
                    + failure.error().message());
            return;
        }
        answered(failure.id().get(), call -> call.refused(failure.error()));
    }

    private void answered(RequestId id, Consumer<PendingCall> action) {
        PendingCall call = take(id);
        if (call == null) {
            log.debug("{} answers {}, which nobody waits for", transport.description(), id);
            return;
        }
        action.accept(call);
    }

    /** Over HTTP a subscription has its own stream, over stdio its notifications name it. */
    private Optional<SubscriptionFeed> subscription(JsonRpcNotification notification, Optional<PendingCall> origin) {
        if (subscriptions.isEmpty()) {
            return Optional.empty();
        }
        return origin.or(() -> named(notification))
                .map(PendingCall::listener)
                .filter(SubscriptionFeed.class::isInstance)
                .map(SubscriptionFeed.class::cast);
    }

    private Optional<PendingCall> named(JsonRpcNotification notification) {
        return notification
                .params()
                .flatMap(params -> member(params, MetaKeys.META))
                .flatMap(meta -> member(meta, MetaKeys.SUBSCRIPTION_ID))
                .flatMap(RequestId::parse)
                .map(pending::get);
    }

    private static Optional<RawJson> member(RawJson object, String name) {
        return object.isObject() ? RawMember.find(object, name).value() : Optional.empty();
    }

    private void notified(JsonRpcNotification notification, Optional<CallListener> listener) {
        switch (notification.method()) {
            case McpMethods.PROGRESS -> progressed(notification, listener);
            case McpMethods.CANCELLED -> cancelled(notification);
            // They are about the server, and some servers send them on whatever stream is open.
            case McpMethods.TOOLS_LIST_CHANGED,
                    McpMethods.PROMPTS_LIST_CHANGED,
                    McpMethods.RESOURCES_LIST_CHANGED,
                    McpMethods.RESOURCES_UPDATED -> messages.notification(notification);
            default -> pass(notification, listener);
        }
    }

    private void pass(JsonRpcNotification notification, Optional<CallListener> listener) {
        listener.ifPresentOrElse(
                listening -> listening.notification(notification), () -> messages.notification(notification));
    }

    private void progressed(JsonRpcNotification notification, Optional<CallListener> listener) {
        ProgressParams progress;
        try {
            progress = ProgressParams.parse(notification.params().orElse(RawJson.EMPTY_OBJECT));
        } catch (IllegalArgumentException e) {
            log.debug("{} sends progress that cannot be read: {}", transport.description(), e.getMessage());
            return;
        }
        PendingCall call = pending.get(progress.progressToken());
        if (call == null) {
            pass(notification, listener);
            return;
        }
        call.listener().progress(progress);
    }

    private void cancelled(JsonRpcNotification notification) {
        try {
            RequestId id = CancelledParams.parse(notification.params().orElse(RawJson.EMPTY_OBJECT))
                    .requestId();
            if (subscriptions.contains(id)) {
                answered(id, call -> call.complete(RawJson.EMPTY_OBJECT));
            } else if (!questions.withdraw(id)) {
                messages.notification(notification);
            }
        } catch (IllegalArgumentException e) {
            log.debug("{} sends a cancellation that cannot be read: {}", transport.description(), e.getMessage());
        }
    }

    private Optional<JsonRpcMessage> answer(JsonRpcRequest question, Optional<CallListener> listener) {
        return listener.flatMap(listening -> listening.request(question)).or(() -> messages.request(question));
    }
}
