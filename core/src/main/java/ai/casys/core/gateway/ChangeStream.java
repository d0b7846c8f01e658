// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawArray;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.MetaKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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

    private final RequestId id;
    private final Optional<String> client;
    private final ClientStream stream;
    private final Set<String> lists;
    private final List<String> resources;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<JsonRpcNotification> early = new ArrayList<>();
    private boolean acknowledged;

    private ChangeStream(
            RequestId id, Optional<String> client, ClientStream stream, Set<String> lists, List<String> resources) {
        this.client = client;
        this.id = id;
        this.stream = stream;
        this.lists = lists;
        this.resources = resources;
    }

    /**
     * Reads what a client wants to hear of.
     *
     * @param client the name that it gives itself
     */
    static ChangeStream of(RequestId id, Optional<String> client, RawJson params, ClientStream stream) {
        RawObject filter = RawObject.of(params)
                .get("notifications")
                .filter(RawJson::isObject)
                .map(RawObject::of)
                .orElseThrow(() -> ProtocolException.invalidParams(
                        "\"subscriptions/listen\" needs an object \"notifications\" that says what to listen to"));
        Set<String> lists = ConcurrentHashMap.newKeySet();
        addIf(filter, "toolsListChanged", McpMethods.TOOLS_LIST_CHANGED, lists);
        addIf(filter, "promptsListChanged", McpMethods.PROMPTS_LIST_CHANGED, lists);
        addIf(filter, "resourcesListChanged", McpMethods.RESOURCES_LIST_CHANGED, lists);
        return new ChangeStream(id, client, stream, lists, resources(filter));
    }

    /** The addresses whose changes it wants to hear of, as clients see them. */
    List<String> resources() {
        return resources;
    }

    /** Tells the client what it will hear of; the first message of the stream. */
    void acknowledge(List<String> followed) {
        ObjectNode honoured = JSON.objectNode();
        put(honoured, "toolsListChanged", McpMethods.TOOLS_LIST_CHANGED);
        put(honoured, "promptsListChanged", McpMethods.PROMPTS_LIST_CHANGED);
        put(honoured, "resourcesListChanged", McpMethods.RESOURCES_LIST_CHANGED);
        if (!resources.isEmpty()) {
            ArrayNode uris = honoured.putArray("resourceSubscriptions");
            followed.forEach(uris::add);
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

    /** Ends the stream from the gateway's side. */
    void end() {
        over.countDown();
    }

    /** Waits until it ends. */
    void awaitEnd() throws InterruptedException {
        over.await();
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

    private static List<String> resources(RawObject filter) {
        Optional<RawJson> given = filter.get("resourceSubscriptions");
        if (given.isEmpty()) {
            return List.of();
        }
        if (!given.get().isArray()) {
            throw ProtocolException.invalidParams("\"resourceSubscriptions\" must be an array of addresses");
        }
        List<String> uris = new ArrayList<>();
        for (RawJson element : RawArray.elements(given.get())) {
            JsonNode uri = element.tree();
            if (!uri.isString()) {
                throw ProtocolException.invalidParams("\"resourceSubscriptions\" must hold strings, not " + uri);
            }
            uris.add(uri.asString());
        }
        if (uris.size() > Subscriptions.MOST_OF_ONE) {
            throw ProtocolException.invalidParams("\"resourceSubscriptions\" holds " + uris.size()
                    + " addresses, more than the limit of " + Subscriptions.MOST_OF_ONE);
        }
        return List.copyOf(uris);
    }
}
