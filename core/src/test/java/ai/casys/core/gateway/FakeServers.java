// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.Owner;
import ai.casys.core.call.Servers;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Servers that list what a test gives them, and note what they are asked. */
public final class FakeServers implements Servers {

    /** Carries out a request. */
    @FunctionalInterface
    public interface Request {
        RawJson answer(RawJson params, CallContext context);
    }

    private final Map<String, Map<ListKind, List<RawJson>>> lists = new TreeMap<>();
    private final Map<String, Request> requests = new ConcurrentHashMap<>();
    private final Map<String, Era> eras = new ConcurrentHashMap<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** A server lists one thing more. */
    public FakeServers lists(String server, ListKind kind, String definition) {
        lists.computeIfAbsent(server, key -> new TreeMap<>())
                .computeIfAbsent(kind, key -> new ArrayList<>())
                .add(RawJson.ofTrusted(definition.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return this;
    }

    /** What a server does with a method. */
    public FakeServers doing(String server, String method, Request request) {
        requests.put(server + " " + method, request);
        return this;
    }

    /** Subscriptions, log levels and changes of roots, in order. */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public List<String> having(String capability) {
        return lists.entrySet().stream()
                .filter(entry -> entry.getValue().keySet().stream()
                        .anyMatch(kind -> kind.capability().equals(capability)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A server speaks this era. */
    public FakeServers speaking(String server, Era era) {
        eras.put(server, era);
        return this;
    }

    @Override
    public Optional<Era> era(String server) {
        return Optional.ofNullable(eras.get(server));
    }

    @Override
    public List<RawJson> list(String server, ListKind kind, Duration limit, Caller caller) {
        return lists.getOrDefault(server, Map.of()).getOrDefault(kind, List.of());
    }

    @Override
    public RawJson request(String server, String method, RawJson params, CallContext context) {
        Request request = requests.get(server + " " + method);
        if (request == null) {
            throw new CasysException(ErrorCategory.NOT_FOUND, "there is no server \"" + server + "\"");
        }
        return request.answer(params, context);
    }

    @Override
    public void subscribe(String server, String uri, CallContext context) {
        Optional.ofNullable(requests.get(server + " resources/subscribe"))
                .ifPresent(request -> request.answer(RawJson.EMPTY_OBJECT, context));
        heard.add("subscribe " + server + " " + uri);
    }

    @Override
    public void unsubscribe(String server, String uri) {
        heard.add("unsubscribe " + server + " " + uri);
    }

    /** Which log messages are wanted. */
    public void logLevel(Optional<String> level) {
        heard.add("level " + level.orElse("none"));
    }

    @Override
    public void rootsChanged(Owner user) {
        heard.add("roots changed");
    }
}
