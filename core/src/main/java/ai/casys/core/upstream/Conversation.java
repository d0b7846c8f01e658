// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ClientLink;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.MetaKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one server says and asks, brought to the client it belongs to. It belongs to a call when it came with it, and to
 * the client of the task that it names; else to the only client that has calls under way. When several have, nobody can tell: a question is refused, and from then on
 * the clients of this server take turns, so that the next one finds its client. For any number of threads; answering
 * blocks for as long as a person takes.
 */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final RawJson NO_ROOTS = RawJson.parse("{\"roots\":[]}");

    /** In {@code _meta} of what belongs to a task (revision 2025-11-25, "Tasks"). */
    private static final String RELATED_TASK = "io.modelcontextprotocol/related-task";

    private static final Set<String> QUESTIONS =
            Set.of(McpMethods.SAMPLING_CREATE, McpMethods.ELICITATION_CREATE, McpMethods.ROOTS_LIST);

    private final String server;
    private final Duration answerTime;
    private final UpstreamListener listener;
    private final Supplier<Optional<ClientLink>> standing;
    private final CallSlots slots;
    private final OpenCalls calls = new OpenCalls();
    private final KnownOwners owners = new KnownOwners();
    private final AtomicBoolean warned = new AtomicBoolean();

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
            default -> listener.notified(server, notification, client(notification, origin));
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
        OpenCalls.Owner owner = origin.<OpenCalls.Owner>map(OpenCalls.Owner.One::new)
                .or(() -> byTask(question))
                .orElseGet(calls::owner);
        return Optional.of(
                switch (owner) {
                    case OpenCalls.Owner.One one -> answer(question, one.call());
                    case OpenCalls.Owner.Several _ -> ambiguous(question);
                    case OpenCalls.Owner.Unsure _ -> unsure(question);
                    case OpenCalls.Owner.Nobody _ -> outOfTheBlue(question);
                });
    }

    /** A question about a task is its client's, whoever else calls, and can be asked while that client has a call open. */
    private Optional<OpenCalls.Owner> byTask(JsonRpcRequest question) {
        return question.params()
                .filter(params -> params.mentions(RELATED_TASK))
                .map(params -> params.tree()
                        .path(MetaKeys.META)
                        .path(RELATED_TASK)
                        .path("taskId")
                        .asString(""))
                .flatMap(owners::task)
                .map(client -> calls.of(client.client())
                        .<OpenCalls.Owner>map(OpenCalls.Owner.One::new)
                        .orElseGet(OpenCalls.Owner.Nobody::new));
    }

    private static JsonRpcMessage unsure(JsonRpcRequest question) {
        return refusal(
                question,
                "another client has just given up a call to which \"" + question.method()
                        + "\" may belong, and it does not say to which it does; call the tool again");
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
        if (warned.compareAndSet(false, true)) {
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
        if (!question.method().equals(McpMethods.ROOTS_LIST)) {
            return refusal(question, "no call is under way to which \"" + question.method() + "\" could belong");
        }
        Optional<ClientLink> client = standing.get();
        if (client.isEmpty()) {
            return new JsonRpcResult(question.id(), NO_ROOTS);
        }
        Cancellation withdrawal = new Cancellation();
        try {
            return new JsonRpcResult(question.id(), ask(question, client.get(), withdrawal));
        } catch (JsonRpcException | CasysException e) {
            LOG.debug("server \"{}\" is told that there are no roots: {}", server, e.getMessage());
            return new JsonRpcResult(question.id(), NO_ROOTS);
        } finally {
            withdrawal.cancel();
        }
    }

    private Optional<ClientLink> client(JsonRpcNotification notification, Optional<OpenCall> origin) {
        return switch (notification.method()) {
            case McpMethods.MESSAGE -> origin.map(OpenCall::client).or(this::onlyClient);
            case McpMethods.PROMPTS_LIST_CHANGED, McpMethods.RESOURCES_LIST_CHANGED, McpMethods.RESOURCES_UPDATED ->
                Optional.empty();
            default -> owners.owner(notification).or(() -> origin.map(OpenCall::client));
        };
    }

    private Optional<ClientLink> onlyClient() {
        return switch (calls.owner()) {
            case OpenCalls.Owner.One one -> Optional.of(one.call().client());
            case OpenCalls.Owner.Several _, OpenCalls.Owner.Unsure _, OpenCalls.Owner.Nobody _ -> Optional.empty();
        };
    }

    private static JsonRpcMessage refusal(JsonRpcRequest question, String text) {
        return new JsonRpcFailure(Optional.of(question.id()), new JsonRpcError(JsonRpcError.INTERNAL_ERROR, text));
    }
}
