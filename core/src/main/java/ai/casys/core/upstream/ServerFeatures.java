// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ListKind;
import ai.casys.core.api.Owner;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.transport.McpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one server offers besides tools: its lists, its subscriptions, its log. Outlives connections; the supervisor says
 * when there is a new one. For any number of threads.
 */
final class ServerFeatures implements ListenStream.Changes {

    /** What we can do for legacy servers, as long as there is a client to pass the question on to. */
    static final RawJson CLIENT = RawJson.parse("""
            {"sampling":{"context":{},"tools":{}},"elicitation":{"form":{},"url":{}},"roots":{"listChanged":true}}""");

    private final String server;
    private final Pace pace;
    private final ServerSituation situation;
    private final Mailbox mailbox;
    private final Conversation conversation;
    private final ServerLists lists;
    private final Subscriptions subscriptions;
    private final LogLevel logLevel;

    ServerFeatures(
            String server,
            Surroundings surroundings,
            ServerSituation situation,
            Mailbox mailbox,
            ServerCalls calls,
            CallFailures failures) {
        this.server = server;
        this.pace = surroundings.pace();
        this.situation = situation;
        this.mailbox = mailbox;
        this.conversation = calls.conversation();
        this.lists = new ServerLists(server, surroundings.settings().callTimeout(), failures);
        this.subscriptions = new Subscriptions(server, surroundings.pace(), situation, calls, this);
        this.logLevel = new LogLevel(server, surroundings.pace().checkTimeout());
    }

    /** There is a new connection; called before the first call goes over it. */
    void connected(McpClient client) {
        conversation.connected(client.server().protocolVersion().era());
        lists.reconnected();
        subscriptions.connected(client);
        logLevel.connected(client);
    }

    /** The connection is over. */
    void disconnected() {
        subscriptions.disconnected();
    }

    /** Whether the server is ready and declares a capability. */
    boolean has(String capability) {
        return situation.open().filter(client -> client.has(capability)).isPresent();
    }

    /** Everything of one kind; see {@link UpstreamServers#list}. */
    List<RawJson> list(ListKind kind, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        Duration wait = limit.compareTo(pace.readyWait()) < 0 ? limit : pace.readyWait();
        try {
            McpClient client = situation.awaitReady(wait, new Cancellation());
            if (!client.has(kind.capability())) {
                return List.of();
            }
            return lists.list(kind, client, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasysException(
                    ErrorCategory.CANCELLED, "the wait for server \"" + server + "\" was interrupted", e);
        }
    }

    /** Asks to be told of changes of a resource; see {@link UpstreamServers#subscribe}. */
    void subscribe(String uri, CallContext context) {
        subscriptions.subscribe(uri, context);
    }

    /** The era that the server speaks; empty while it is not connected. */
    Optional<Era> era() {
        return situation.open().map(client -> client.server().protocolVersion().era());
    }

    /** Takes one subscription back. */
    void unsubscribe(String uri) {
        subscriptions.unsubscribe(uri);
    }

    /** The least severe log messages wanted from now on. */
    void logLevel(Optional<String> level) {
        logLevel.want(level);
    }

    /**
     * Tells the server that the roots of this user's client have changed, if they are what it goes by; a modern one asks
     * for them with each call.
     */
    void rootsChanged(Owner user) {
        if (conversation.clientele().canOnlyBeOf(user)) {
            situation
                    .open()
                    .filter(client -> client.server().protocolVersion().era() == Era.LEGACY)
                    .ifPresent(conversation::rootsChanged);
        }
    }

    /** The server said something that belongs to no call. */
    @Override
    public void heard(JsonRpcNotification notification) {
        boolean news = switch (notification.method()) {
            case McpMethods.TOOLS_LIST_CHANGED -> {
                mailbox.post(Mailbox.Event.TOOLS_CHANGED);
                yield false;
            }
            case McpMethods.PROMPTS_LIST_CHANGED, McpMethods.RESOURCES_LIST_CHANGED ->
                lists.changed(notification.method());
            case McpMethods.RESOURCES_UPDATED -> subscriptions.concerns(notification);
            default -> true;
        };
        if (news) {
            conversation.heard(notification, Optional.empty());
        }
    }

    /** Nobody knows what changed while a modern server had no stream to tell it on. */
    @Override
    public void missed() {
        for (String method : List.of(
                McpMethods.TOOLS_LIST_CHANGED, McpMethods.PROMPTS_LIST_CHANGED, McpMethods.RESOURCES_LIST_CHANGED)) {
            heard(new JsonRpcNotification(method, Optional.empty()));
        }
    }
}
