// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.McpErrors;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.MetaKeys;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import ai.casys.shared.transport.McpTransport;
import ai.casys.shared.transport.ToolHeaders;
import ai.casys.shared.transport.TransportException;
import ai.casys.shared.transport.TransportListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Carries the messages of the stateless era. Over HTTP each is a request of its own with the headers that HTTP needs;
 * taking one back closes its response (2026-07-28, transports). What headers a tool wants is asked of the engine when it
 * misses them. Safe for any number of threads.
 */
final class ModernSide {

    private static final Logger log = LoggerFactory.getLogger(ModernSide.class);
    private static final String OWN_IDS = "casys-tools-";
    private static final int MOST_PAGES = 100;
    private static final long PATIENCE_SECONDS = 30;

    private final Supplier<McpTransport> connector;
    private final ClientOutput out;
    private final Map<RequestId, JsonRpcRequest> open = new ConcurrentHashMap<>();
    private final Set<RequestId> repeated = ConcurrentHashMap.newKeySet();
    private final Map<RequestId, BlockingQueue<Optional<RawJson>>> own = new ConcurrentHashMap<>();
    private final AtomicLong ownIds = new AtomicLong();
    private final ToolHeaders headers = new ToolHeaders("the engine");
    private @Nullable McpTransport transport;

    ModernSide(Supplier<McpTransport> connector, ClientOutput out) {
        this.connector = connector;
        this.out = out;
    }

    /** Whether a message of the client is of this era. */
    boolean concerns(JsonRpcMessage message) {
        return switch (message) {
            case JsonRpcRequest request ->
                request.method().equals(McpMethods.DISCOVER) || namesVersion(request.params());
            case JsonRpcNotification notification ->
                namesVersion(notification.params())
                        || withdrawn(notification).map(open::containsKey).orElse(false);
            case JsonRpcResult _, JsonRpcFailure _ -> false;
        };
    }

    void forward(JsonRpcMessage message) {
        switch (message) {
            case JsonRpcRequest request -> {
                open.put(request.id(), request);
                send(request);
            }
            case JsonRpcNotification notification
            when withdrawn(notification).isPresent() -> withdrawn(notification).ifPresent(this::withdraw);
            default -> {
                try {
                    connected().send(message);
                } catch (TransportException | CasysException e) {
                    log.debug("a notification could not be passed on", e);
                }
            }
        }
    }

    /** Whether the client waits for an answer; one that listens waits for none. */
    boolean isAwaited() {
        return open.values().stream().anyMatch(request -> !request.method().equals(McpMethods.SUBSCRIPTIONS_LISTEN));
    }

    void close() {
        McpTransport last;
        synchronized (this) {
            last = transport;
            transport = null;
        }
        if (last != null) {
            last.close();
        }
    }

    private void send(JsonRpcRequest request) {
        try {
            Map<String, String> extra =
                    request.method().equals(McpMethods.TOOLS_CALL) ? headers.of(request.params()) : Map.of();
            connected().send(request, extra);
        } catch (TransportException | CasysException e) {
            fail(request.id(), String.valueOf(e.getMessage()));
        }
    }

    private void withdraw(RequestId request) {
        if (open.remove(request) == null) {
            return;
        }
        McpTransport current;
        synchronized (this) {
            current = transport;
        }
        if (current != null) {
            current.abandon(request);
        }
        repeated.remove(request);
        out.withdrawn(request);
    }

    private McpTransport connected() {
        synchronized (this) {
            if (transport != null) {
                return transport;
            }
        }
        McpTransport fresh = connector.get();
        fresh.start(new Answers(fresh));
        fresh.protocolVersion(ProtocolVersion.V2026_07_28);
        synchronized (this) {
            transport = fresh;
        }
        return fresh;
    }

    private void answer(RequestId id, JsonRpcMessage message) {
        if (open.remove(id) != null) {
            repeated.remove(id);
            out.write(message);
        }
    }

    private void fail(RequestId id, String message) {
        answer(
                id,
                new JsonRpcFailure(
                        Optional.of(id), new JsonRpcError(ErrorCategory.UNAVAILABLE.jsonRpcCode(), message)));
    }

    private final class Answers implements TransportListener {

        private final McpTransport from;

        Answers(McpTransport from) {
            this.from = from;
        }

        @Override
        public void message(JsonRpcMessage message) {
            switch (message) {
                case JsonRpcResult result -> {
                    if (!answerOwn(result.id(), Optional.of(result.result()))) {
                        answer(result.id(), message);
                    }
                }
                case JsonRpcFailure failure -> failure.id().ifPresent(id -> failed(id, failure));
                case JsonRpcNotification _ -> out.write(message);
                case JsonRpcRequest request ->
                    log.warn("the engine asks {}, which this era does not have", request.method());
            }
        }

        private void failed(RequestId id, JsonRpcFailure failure) {
            if (answerOwn(id, Optional.empty())) {
                return;
            }
            Optional<JsonRpcRequest> call = Optional.ofNullable(open.get(id))
                    .filter(request -> request.method().equals(McpMethods.TOOLS_CALL));
            if (call.isPresent() && failure.error().code() == McpErrors.HEADER_MISMATCH && repeated.add(id)) {
                Thread.ofVirtual().name("stdio-headers").start(() -> repeat(call.get(), failure));
            } else {
                answer(id, failure);
            }
        }

        @Override
        public void failed(RequestId request, TransportException problem) {
            if (!answerOwn(request, Optional.empty())) {
                fail(request, String.valueOf(problem.getMessage()));
            }
        }

        @Override
        public void problem(String description) {
            log.warn("{}", description);
        }

        @Override
        public void closed(Optional<String> reason) {
            synchronized (ModernSide.this) {
                if (from.equals(transport)) {
                    transport = null;
                }
            }
            List.copyOf(own.keySet()).forEach(id -> answerOwn(id, Optional.empty()));
            List.copyOf(open.keySet())
                    .forEach(id -> fail(
                            id,
                            "the engine ended before it answered; whether the work was done is not known"
                                    + reason.map(text -> " (" + text + ")").orElse("")));
        }
    }

    /** The engine has refused the call before it did anything, so sending it again is safe. */
    private void repeat(JsonRpcRequest request, JsonRpcFailure refusal) {
        Map<String, String> before = headers.of(request.params());
        List<Tool> tools = tools(request);
        headers.learn(tools);
        if (headers.of(request.params()).equals(before)) {
            answer(request.id(), refusal);
        } else {
            send(request);
        }
    }

    private List<Tool> tools(JsonRpcRequest request) {
        RawObject params = RawObject.EMPTY.with(
                MetaKeys.META,
                request.params()
                        .flatMap(known -> RawObject.of(known).get(MetaKeys.META))
                        .orElse(RawJson.EMPTY_OBJECT));
        List<Tool> tools = new ArrayList<>();
        Optional<JsonNode> page = page(params);
        for (int count = 1; page.isPresent() && count < MOST_PAGES; count++) {
            page.get().path("tools").forEach(node -> tool(node).ifPresent(tools::add));
            JsonNode cursor = page.get().path("nextCursor");
            page = cursor.isString() ? page(params.with("cursor", cursor.asString())) : Optional.empty();
        }
        return tools;
    }

    private static Optional<Tool> tool(JsonNode definition) {
        try {
            return Optional.of(Tool.parse(RawJson.of(definition)));
        } catch (IllegalArgumentException e) {
            log.debug("the engine lists a tool that cannot be read", e);
            return Optional.empty();
        }
    }

    private Optional<JsonNode> page(RawObject params) {
        RequestId id = new RequestId.TextId(OWN_IDS + ownIds.incrementAndGet());
        BlockingQueue<Optional<RawJson>> answer = new ArrayBlockingQueue<>(1);
        own.put(id, answer);
        try {
            connected().send(new JsonRpcRequest(id, McpMethods.TOOLS_LIST, Optional.of(params.toRawJson())));
            Optional<RawJson> result = answer.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return result == null ? Optional.empty() : result.map(RawJson::tree);
        } catch (TransportException | CasysException e) {
            log.debug("the engine's tools could not be asked for", e);
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            own.remove(id);
        }
    }

    private boolean answerOwn(RequestId id, Optional<RawJson> result) {
        BlockingQueue<Optional<RawJson>> waiting = own.get(id);
        return waiting != null && waiting.offer(result);
    }

    private static Optional<RequestId> withdrawn(JsonRpcNotification notification) {
        return notification.method().equals(McpMethods.CANCELLED)
                ? notification
                        .params()
                        .filter(RawJson::isObject)
                        .flatMap(params -> RawObject.of(params).get("requestId"))
                        .flatMap(RequestId::parse)
                : Optional.empty();
    }

    private static boolean namesVersion(Optional<RawJson> params) {
        return params.filter(RawJson::isObject)
                .flatMap(members -> RawObject.of(members).get(MetaKeys.META))
                .filter(RawJson::isObject)
                .map(meta -> RawObject.of(meta).get(MetaKeys.PROTOCOL_VERSION).isPresent())
                .orElse(false);
    }
}
