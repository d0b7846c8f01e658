// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Owner;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawArray;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.MetaKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One {@code subscriptions/listen} stream (2026-07-28, patterns/subscriptions): what it wants to hear of, and the way
 * there. Everything it says names the request that opened it; nothing is said before the acknowledgement.
 */
final class ChangeStream implements Watch {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_EARLY = 1_000;
    private static final int MOST_TASKS = 100;

    private final RequestId id;
    private final Owner owner;
    private final Optional<String> client;
    private final ClientStream stream;
    private final Set<String> lists;
    private final List<String> resources;
    private final Optional<List<String>> tasks;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<JsonRpcNotification> early = new ArrayList<>();
    private boolean acknowledged;

    private ChangeStream(
            RequestId id,
            ClientRequest request,
            ClientStream stream,
            Set<String> lists,
            List<String> resources,
            Optional<List<String>> tasks) {
        this.id = id;
        this.owner = request.caller().owner();
        this.client = request.client();
        this.stream = stream;
        this.lists = lists;
        this.resources = resources;
        this.tasks = tasks;
    }

    /** Reads what a client wants to hear of. */
    static ChangeStream of(RequestId id, ClientRequest request, ClientStream stream) {
        RawObject filter = RawObject.of(request.params())
                .get("notifications")
                .filter(RawJson::isObject)
                .map(RawObject::of)
                .orElseThrow(() -> ProtocolException.invalidParams(
                        "\"subscriptions/listen\" needs an object \"notifications\" that says what to listen to"));
        Set<String> lists = ConcurrentHashMap.newKeySet();
        addIf(filter, "toolsListChanged", McpMethods.TOOLS_LIST_CHANGED, lists);
        addIf(filter, "promptsListChanged", McpMethods.PROMPTS_LIST_CHANGED, lists);
        addIf(filter, "resourcesListChanged", McpMethods.RESOURCES_LIST_CHANGED, lists);
        return new ChangeStream(
                id,
                request,
                stream,
                lists,
                texts(filter, "resourceSubscriptions", Subscriptions.MOST_OF_ONE)
                        .orElse(List.of()),
                texts(filter, "taskIds", MOST_TASKS));
    }

    /** The addresses whose changes it wants to hear of, as clients see them. */
    List<String> resources() {
        return resources;
    }

    /** The tasks that it wants to hear of, as the client knows them; empty if it did not ask for such news at all. */
    Optional<List<String>> tasks() {
        return tasks;
    }

    /** Tells the client what it will hear of; the first message of the stream. */
    void acknowledge(List<String> followed, List<String> followedTasks) {
        ObjectNode honoured = JSON.objectNode();
        put(honoured, "toolsListChanged", McpMethods.TOOLS_LIST_CHANGED);
        put(honoured, "promptsListChanged", McpMethods.PROMPTS_LIST_CHANGED);
        put(honoured, "resourcesListChanged", McpMethods.RESOURCES_LIST_CHANGED);
        if (!resources.isEmpty()) {
            ArrayNode uris = honoured.putArray("resourceSubscriptions");
            followed.forEach(uris::add);
        }
        if (tasks.isPresent()) {
            ArrayNode ids = honoured.putArray("taskIds");
            followedTasks.forEach(ids::add);
        }
        RawJson params =
                RawObject.EMPTY.with("notifications", RawJson.of(honoured)).toRawJson();
        synchronized (early) {
            stream.send(marked(new JsonRpcNotification(McpMethods.SUBSCRIPTIONS_ACKNOWLEDGED, Optional.of(params))));
            acknowledged = true;
            early.forEach(stream::send);
            early.clear();
        }
    }

    @Override
    public Owner owner() {
        return owner;
    }

    /** The name that its client gives itself. */
    Optional<String> client() {
        return client;
    }

    /** Whether it wants to hear of this change of a list. */
    boolean wants(String method) {
        return lists.contains(method);
    }

    @Override
    public void tell(JsonRpcNotification notification) {
        JsonRpcNotification own = marked(notification);
        synchronized (early) {
            if (acknowledged) {
                stream.send(own);
                return;
            }
            if (early.size() < MOST_EARLY) {
                early.add(own);
            }
        }
    }

    @Override
    public boolean isOver() {
        return over.getCount() == 0;
    }

    /** Ends the stream from the gateway's side. */
    void end() {
        over.countDown();
    }

    /** Waits until it ends. */
    void awaitEnd() throws InterruptedException {
        over.await();
    }

    /** Waits until it ends, or the time is over; whether it has ended. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The result that says that it has ended in good order. */
    RawJson farewell() {
        return RawObject.EMPTY
                .with("resultType", "complete")
                .with(MetaKeys.META, mark(RawObject.EMPTY).toRawJson())
                .toRawJson();
    }

    private JsonRpcNotification marked(JsonRpcNotification notification) {
        RawObject params = notification
                .params()
                .filter(RawJson::isObject)
                .map(RawObject::of)
                .orElse(RawObject.EMPTY);
        RawObject meta = params.get(MetaKeys.META)
                .filter(RawJson::isObject)
                .map(RawObject::of)
                .orElse(RawObject.EMPTY);
        RawJson marked = params.with(MetaKeys.META, mark(meta).toRawJson()).toRawJson();
        return new JsonRpcNotification(notification.method(), Optional.of(marked));
    }

    private RawObject mark(RawObject meta) {
        return meta.with(MetaKeys.SUBSCRIPTION_ID, id.toRawJson());
    }

    private void put(ObjectNode honoured, String name, String method) {
        if (lists.contains(method)) {
            honoured.put(name, true);
        }
    }

    private static void addIf(RawObject filter, String name, String method, Set<String> lists) {
        if (filter.get(name).filter(value -> value.toString().equals("true")).isPresent()) {
            lists.add(method);
        }
    }

    private static Optional<List<String>> texts(RawObject filter, String name, int most) {
        Optional<RawJson> given = filter.get(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (!given.get().isArray()) {
            throw ProtocolException.invalidParams("\"" + name + "\" must be an array of strings");
        }
        List<String> texts = new ArrayList<>();
        for (RawJson element : RawArray.elements(given.get())) {
            JsonNode text = element.tree();
            if (!text.isString()) {
                throw ProtocolException.invalidParams("\"" + name + "\" must hold strings, not " + text);
            }
            texts.add(text.asString());
        }
        if (texts.size() > most) {
            throw ProtocolException.invalidParams(
                    "\"" + name + "\" holds " + texts.size() + " strings, more than the limit of " + most);
        }
        return Optional.of(texts.stream().distinct().toList());
    }
}
