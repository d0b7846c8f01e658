// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.Audience;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.Owner;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.MetaKeys;
import ai.casys.shared.transport.McpClient;
import ai.casys.shared.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What one server says and asks, brought to the client it belongs to:
 *
 * <ul>
 *   <li>It belongs to a call when it came with it, and to a client when it names a task or an elicitation of that.
 *   <li>Else it is passed on if all calls of the connection were one user's: to the only client with calls under way, or
 *       as something of that user.
 *   <li>Behind a connection that several users share, what cannot be attributed is dropped, and a question refused: a
 *       server that asks late asks about a call that is over.
 *   <li>When several clients of one user have calls under way, a question is refused, and from then on the clients of this
 *       server take turns, so that the next question finds its client.
 * </ul>
 *
 * For any number of threads; answering blocks for as long as a person takes.
 */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final RawJson NO_ROOTS = RawJson.parse("{\"roots\":[]}");

    /** In {@code _meta} of what belongs to a task (revision 2025-11-25, "Tasks"). */
    private static final Set<String> QUESTIONS =
            Set.of(McpMethods.SAMPLING_CREATE, McpMethods.ELICITATION_CREATE, McpMethods.ROOTS_LIST);

    private final String server;
    private final Duration answerTime;
    private final UpstreamListener listener;
    private final StandingClients standing;
    private final CallSlots slots;
    private final OpenCalls calls = new OpenCalls();
    private final KnownOwners owners = new KnownOwners();
    private final AtomicBoolean warnedOfTurns = new AtomicBoolean();
    private final AtomicBoolean warnedOfSharing = new AtomicBoolean();
    private volatile Clientele clientele = new Clientele();

    /**
     * Nothing was said yet.
     *
     * @param slots where clients wait for their turn
     */
    Conversation(String server, Surroundings surroundings, CallSlots slots) {
        this.server = server;
        this.answerTime = surroundings.pace().answerTime();
        this.listener = surroundings.listener();
        this.standing = surroundings.standing();
        this.slots = slots;
    }

    /** The calls under way. */
    OpenCalls calls() {
        return calls;
    }

    /** Who owns what outlives a call. */
    KnownOwners owners() {
        return owners;
    }

    /** Who has used the connection that is open now. */
    Clientele clientele() {
        return clientele;
    }

    /** There will be a new connection, which nobody has used yet; the server may speak before it is ready. */
    void connecting() {
        clientele = new Clientele();
    }

    /** The new connection is there; a legacy server behind it knows of nothing that was before. */
    void connected(Era era) {
        if (era == Era.LEGACY) {
            owners.forget();
        }
    }

    /** Tells the server that its clients have other roots now than it was told. */
    void rootsChanged(McpClient client) {
        try {
            client.notify(McpMethods.ROOTS_LIST_CHANGED, Optional.empty());
        } catch (TransportException e) {
            LOG.debug("server \"{}\" could not be told of other roots: {}", server, e.getMessage());
        }
    }

    /**
     * Tells the listener of something that concerns clients.
     *
     * @param origin the call it came with
     */
    void heard(JsonRpcNotification notification, Optional<OpenCall> origin) {
        switch (notification.method()) {
            case McpMethods.PROGRESS, McpMethods.CANCELLED -> {
                // Of a request that is over.
            }
            default ->
                audience(notification, origin)
                        .ifPresentOrElse(
                                audience -> listener.notified(server, notification, audience),
                                () -> LOG.debug(
                                        "server \"{}\" said {}, which nobody can attribute",
                                        server,
                                        notification.method()));
        }
    }

    /**
     * Answers a question of the server.
     *
     * @param origin the call it came with
     * @return empty if it is none that a client answers
     */
    Optional<JsonRpcMessage> answer(JsonRpcRequest question, Optional<OpenCall> origin) {
        if (!QUESTIONS.contains(question.method())) {
            return Optional.empty();
        }
        Optional<String> task = question.params().flatMap(Conversation::relatedTask);
        Optional<ClientLink> asked = task.flatMap(owners::ofTask);
        Optional<OpenCall> known = origin.or(() -> asked.map(ClientLink::client).flatMap(calls::of));
        if (known.isPresent()) {
            return Optional.of(answer(question, known.get()));
        }
        if (asked.isPresent()) {
            return Optional.of(refusal(question, "the client of this task does not wait for it now"));
        }
        return Optional.of(
                switch (calls.owner()) {
                    case OpenCalls.Owner.One one -> answerInferred(question, one.call());
                    case OpenCalls.Owner.Several _ -> ambiguous(question);
                    case OpenCalls.Owner.Nobody _ -> outOfTheBlue(question);
                });
    }

    private static Optional<String> relatedTask(RawJson params) {
        if (!params.mentions(MetaKeys.RELATED_TASK)) {
            return Optional.empty();
        }
        JsonNode id =
                params.tree().path(MetaKeys.META).path(MetaKeys.RELATED_TASK).path("taskId");
        return id.isString() ? Optional.of(id.asString()) : Optional.empty();
    }

    /** The call is the only one under way, but the question may be about one of another user that is over. */
    private JsonRpcMessage answerInferred(JsonRpcRequest question, OpenCall call) {
        if (isAboutRoots(question) && !clientele.takesRootsOf(call.owner())) {
            return new JsonRpcResult(question.id(), NO_ROOTS);
        }
        if (clientele.canOnlyBeOf(call.owner())) {
            return answer(question, call);
        }
        if (warnedOfSharing.compareAndSet(false, true)) {
            LOG.warn(
                    "server \"{}\" asked \"{}\" without saying for which call, behind a connection that several users "
                            + "share; it was refused, and will be until the server is connected anew",
                    server,
                    question.method());
        }
        return refusal(
                question,
                "several users share this connection, and \"" + question.method()
                        + "\" does not say to whose call it belongs");
    }

    private JsonRpcMessage answer(JsonRpcRequest question, OpenCall call) {
        if (!call.beginQuestion()) {
            return refusal(question, "too many questions of this call wait for an answer already");
        }
        Cancellation withdrawal = new Cancellation();
        try (Cancellation.Registration _ = call.ended().onCancel(withdrawal::cancel)) {
            owners.asked(question.params().orElse(RawJson.EMPTY_OBJECT), call.client());
            return new JsonRpcResult(question.id(), ask(question, call.client(), withdrawal));
        } catch (JsonRpcException e) {
            return new JsonRpcFailure(Optional.of(question.id()), e.error());
        } catch (CasysException e) {
            return refusal(question, e.getMessage());
        } finally {
            withdrawal.cancel();
            call.endQuestion();
        }
    }

    private RawJson ask(JsonRpcRequest question, ClientLink client, Cancellation withdrawal) {
        try {
            return Inquiry.begin(client, question.method(), question.params(), withdrawal)
                    .await(answerTime);
        } catch (InterruptedException e) {
            // The server wants no answer any more, or is gone; nobody reads this one.
            Thread.currentThread().interrupt();
            throw new JsonRpcException(new JsonRpcError(JsonRpcError.INTERNAL_ERROR, "the question was withdrawn"));
        }
    }

    private JsonRpcMessage ambiguous(JsonRpcRequest question) {
        slots.takeTurns();
        if (warnedOfTurns.compareAndSet(false, true)) {
            LOG.warn(
                    "server \"{}\" asked \"{}\" while several clients had calls under way, so that nobody could tell "
                            + "whom; from now on it works for one client at a time",
                    server,
                    question.method());
        }
        return refusal(
                question,
                "calls of several clients are under way, and \"" + question.method()
                        + "\" does not say to which it belongs; call the tool again");
    }

    /** Without a call only the roots can be answered: those of a client that is there anyway. */
    private JsonRpcMessage outOfTheBlue(JsonRpcRequest question) {
        if (!isAboutRoots(question)) {
            return refusal(question, "no call is under way to which \"" + question.method() + "\" could belong");
        }
        Clientele connection = clientele;
        Optional<Owner> user = user(connection);
        Optional<ClientLink> client = user.flatMap(standing::withRoots);
        if (client.isEmpty()) {
            return new JsonRpcResult(question.id(), NO_ROOTS);
        }
        Cancellation withdrawal = new Cancellation();
        try {
            RawJson roots = ask(question, client.get(), withdrawal);
            // Another user may have come while the client thought.
            return new JsonRpcResult(question.id(), connection.takesRootsOf(user.get()) ? roots : NO_ROOTS);
        } catch (JsonRpcException | CasysException e) {
            LOG.debug("server \"{}\" is told that there are no roots: {}", server, e.getMessage());
            return new JsonRpcResult(question.id(), NO_ROOTS);
        } finally {
            withdrawal.cancel();
        }
    }

    private Optional<Audience> audience(JsonRpcNotification notification, Optional<OpenCall> origin) {
        return switch (notification.method()) {
            case McpMethods.MESSAGE ->
                origin.<Audience>map(call -> new Audience.Client(call.client())).or(this::unattributed);
            case McpMethods.PROMPTS_LIST_CHANGED, McpMethods.RESOURCES_LIST_CHANGED, McpMethods.RESOURCES_UPDATED ->
                Optional.of(new Audience.Everyone());
            default ->
                owners.owner(notification)
                        .or(() -> origin.map(OpenCall::client))
                        .map(Audience.Client::new);
        };
    }

    /** A message may be about a call that was answered already, so a call under way says nothing of several users. */
    private Optional<Audience> unattributed() {
        return user(clientele)
                .map(user -> calls.owner() instanceof OpenCalls.Owner.One one
                        ? new Audience.Client(one.call().client())
                        : new Audience.User(user));
    }

    /** Whose the connection is; while nobody has used it, it is his who alone can. */
    private Optional<Owner> user(Clientele connection) {
        return connection.isEmpty() ? standing.onlyUser() : connection.only();
    }

    private static boolean isAboutRoots(JsonRpcRequest question) {
        return question.method().equals(McpMethods.ROOTS_LIST);
    }

    private static JsonRpcMessage refusal(JsonRpcRequest question, String text) {
        return new JsonRpcFailure(Optional.of(question.id()), new JsonRpcError(JsonRpcError.INTERNAL_ERROR, text));
    }
}
