// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Audience;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.Owner;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.McpMethods;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Brings what servers say unasked to the clients that are to hear it: changes of lists to all that see the server,
 * changes of resources to those that subscribed, log messages to the client of the request they belong to, or where that
 * is not known to those clients of the only user concerned that asked for logs. Safe for any number of threads; telling
 * never blocks.
 */
final class Announcements {

    private final Sessions sessions;
    private final Subscriptions subscriptions;
    private final Consumer<Optional<String>> logLevel;
    private final Supplier<Selection> selection;
    private final Set<ChangeStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<String> levelsWithoutSession = ConcurrentHashMap.newKeySet();
    private Optional<String> askedLevel = Optional.empty();

    /**
     * Nobody listens yet.
     *
     * @param logLevel hears which log messages the clients want
     * @param selection what exists now
     */
    Announcements(
            Sessions sessions,
            Subscriptions subscriptions,
            Consumer<Optional<String>> logLevel,
            Supplier<Selection> selection) {
        this.selection = selection;
        this.sessions = sessions;
        this.subscriptions = subscriptions;
        this.logLevel = logLevel;
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
    void notified(String server, JsonRpcNotification notification, Audience audience) {
        RawJson params = notification.params().orElse(RawJson.EMPTY_OBJECT);
        switch (notification.method()) {
            case McpMethods.PROMPTS_LIST_CHANGED -> listChanged(ListKind.PROMPTS, server);
            case McpMethods.RESOURCES_LIST_CHANGED -> listChanged(ListKind.RESOURCES, server);
            case McpMethods.RESOURCES_UPDATED -> subscriptions.updated(server, params);
            default -> {
                switch (audience) {
                    case Audience.Client(ClientLink link) -> link.tell(notification.method(), notification.params());
                    case Audience.User(Owner user) -> tell(user, server, notification);
                    case Audience.Everyone _ -> {
                        // Nothing else is about the server alone.
                    }
                }
            }
        }
    }

    /** Everybody who listens here. */
    Set<Owner> users() {
        Set<Owner> users = new HashSet<>(sessions.users());
        streams.forEach(stream -> users.add(stream.owner()));
        return users;
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
        logLevel.accept(least);
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

    private void tell(Owner user, String server, JsonRpcNotification notification) {
        if (!notification.method().equals(McpMethods.MESSAGE)
                || !selection.get().hasServer(server)) {
            return;
        }
        RawJson params = notification.params().orElse(RawJson.EMPTY_OBJECT);
        sessions.of(user).stream()
                .filter(session -> session.conversation()
                        .logLevel()
                        .filter(least -> LogLevels.reaches(params, least))
                        .isPresent())
                .forEach(session -> session.notifyClient(notification));
    }
}
