// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ListKind;
import ai.casys.core.call.Servers;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.McpMethods;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Brings what servers say unasked to the clients that are to hear it: changes of lists to all, changes of resources to
 * those that subscribed, log messages to the client of the request they belong to, or to those that asked for logs where
 * nobody can tell. Safe for any number of threads; telling never blocks.
 */
final class Announcements {

    private final Sessions sessions;
    private final Subscriptions subscriptions;
    private final Servers servers;
    private final Supplier<Selection> selection;
    private final Set<ChangeStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<String> levelsWithoutSession = ConcurrentHashMap.newKeySet();
    private Optional<String> askedLevel = Optional.empty();

    /** @param selection what exists now */
    Announcements(Sessions sessions, Subscriptions subscriptions, Servers servers, Supplier<Selection> selection) {
        this.selection = selection;
        this.sessions = sessions;
        this.subscriptions = subscriptions;
        this.servers = servers;
    }

    /** From now on the stream hears of changes of lists. */
    void open(ChangeStream stream) {
        streams.add(stream);
    }

    /** From now on the stream hears of nothing. */
    void close(ChangeStream stream) {
        streams.remove(stream);
        subscriptions.removeAll(stream);
    }

    /** Ends all streams. */
    void closeAll() {
        streams.forEach(ChangeStream::end);
    }

    /** A list that all clients see is another one now. */
    void listChanged(String method) {
        listChanged(method, client -> true);
    }

    /**
     * A list is another one now for some clients.
     *
     * @param concerned by the name that a client gives itself
     */
    void listChanged(String method, Predicate<Optional<String>> concerned) {
        JsonRpcNotification notification = new JsonRpcNotification(method, Optional.empty());
        sessions.all().stream()
                .filter(session -> concerned.test(Optional.of(session.client().name())))
                .forEach(session -> session.notifyClient(notification));
        streams.stream()
                .filter(stream -> stream.wants(method) && concerned.test(stream.client()))
                .forEach(stream -> stream.tell(notification));
    }

    /** A server said something. */
    void notified(String server, JsonRpcNotification notification, Optional<ClientLink> client) {
        RawJson params = notification.params().orElse(RawJson.EMPTY_OBJECT);
        switch (notification.method()) {
            case McpMethods.PROMPTS_LIST_CHANGED -> listChanged(ListKind.PROMPTS, server);
            case McpMethods.RESOURCES_LIST_CHANGED -> listChanged(ListKind.RESOURCES, server);
            case McpMethods.RESOURCES_UPDATED -> subscriptions.updated(server, params);
            case McpMethods.MESSAGE ->
                client.ifPresentOrElse(
                        link -> link.tell(McpMethods.MESSAGE, notification.params()),
                        () -> log(server, notification, params));
            default -> client.ifPresent(link -> link.tell(notification.method(), notification.params()));
        }
    }

    /** A client wants other log messages than before, or has come or gone. */
    void logLevelsChanged() {
        Set<String> levels = sessions.all().stream()
                .flatMap(session -> session.conversation().logLevel().stream())
                .collect(Collectors.toCollection(HashSet::new));
        levels.addAll(levelsWithoutSession);
        Optional<String> least = LogLevels.least(levels);
        synchronized (this) {
            if (least.equals(askedLevel)) {
                return;
            }
            askedLevel = least;
        }
        servers.logLevel(least);
    }

    /** A request without session wants log messages of this level; servers of the legacy era keep it for those that follow. */
    void logWanted(String level) {
        if (levelsWithoutSession.add(level)) {
            logLevelsChanged();
        }
    }

    private void listChanged(ListKind kind, String server) {
        if (selection.get().offers(kind, server)) {
            listChanged(kind.changed());
        }
    }

    private void log(String server, JsonRpcNotification notification, RawJson params) {
        if (!selection.get().hasServer(server)) {
            return;
        }
        sessions.all().stream()
                .filter(session -> session.conversation()
                        .logLevel()
                        .filter(least -> LogLevels.reaches(params, least))
                        .isPresent())
                .forEach(session -> session.notifyClient(notification));
    }
}
