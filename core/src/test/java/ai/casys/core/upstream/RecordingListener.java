// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.Audience;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.Owner;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import ai.casys.shared.transport.ServerFacts;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Writes down what it hears, one line an event. */
final class RecordingListener implements UpstreamListener {

    private final Queue<String> events = new ConcurrentLinkedQueue<>();

    List<String> events() {
        return List.copyOf(events);
    }

    List<String> of(String server) {
        return events.stream()
                .filter(event -> event.startsWith(server + " "))
                .map(event -> event.substring(server.length() + 1))
                .toList();
    }

    boolean heard(String event) {
        return events.contains(event);
    }

    @Override
    public void serverReady(String server, ServerFacts facts, List<Tool> tools) {
        events.add(server + " ready " + tools.size());
    }

    @Override
    public void toolsChanged(String server, List<Tool> tools) {
        events.add(server + " changed " + tools.size());
    }

    @Override
    public void serverDown(String server, String reason) {
        events.add(server + " down");
    }

    @Override
    public void serverRemoved(String server) {
        events.add(server + " removed");
    }

    @Override
    public void notified(String server, JsonRpcNotification notification, Audience audience) {
        String params = notification.params().map(RawJson::toString).orElse("");
        String whose = switch (audience) {
            case Audience.Client(ClientLink link) -> " for \"" + link.client() + "\"";
            case Audience.User(Owner user) -> " for " + user.user();
            case Audience.Everyone _ -> "";
        };
        events.add(server + " told " + notification.method() + " " + params + whose);
    }
}
