// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ProgressListener;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.call.Servers;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Waits for the end of a task on the thread of the request that wants its result, at most until that request's deadline,
 * and asks the request's client what the task wants to know meanwhile. A server of 2025-11-25 waits itself, in
 * {@code tasks/result}; one of the extension is asked again and again. Safe for any number of threads.
 */
final class TaskEnd {

    private static final Logger LOG = LoggerFactory.getLogger(TaskEnd.class);
    private static final Duration CANCELLING = Duration.ofSeconds(10);
    private static final int LONGEST_MESSAGE = 200;

    private final Servers servers;

    TaskEnd(Servers servers) {
        this.servers = servers;
    }

    /**
     * The result of the task, once it is there.
     *
     * @throws UpstreamErrorException if the task failed or was cancelled
     * @throws CasysException TIMEOUT or CANCELLED if the request ends first; the task goes on
     */
    RawJson await(Era era, TaskIds.Target task, CallContext context) {
        return switch (era) {
            case LEGACY -> servers.request(task.server(), McpMethods.TASKS_RESULT, params(task), context);
            case MODERN -> poll(task, context);
        };
    }

    /** Like {@link #await}, but a task whose result nobody can fetch any more is cancelled. */
    RawJson awaitOrCancel(Era era, TaskIds.Target task, CallContext context) {
        try {
            return await(era, task, context);
        } catch (CasysException e) {
            if (e.category() == ErrorCategory.CANCELLED || e.category() == ErrorCategory.TIMEOUT) {
                Thread.ofVirtual().name("mcp-task-cancel").start(() -> cancel(task, context));
            }
            throw e;
        }
    }

    static RawJson params(TaskIds.Target task) {
        return RawObject.EMPTY.with(TaskForms.TASK_ID, task.id()).toRawJson();
    }

    private void cancel(TaskIds.Target task, CallContext ended) {
        CallContext context = new CallContext(
                ended.caller(),
                UUID.randomUUID(),
                ended.deadline().plus(CANCELLING),
                new Cancellation(),
                ProgressListener.NONE,
                ended.client(),
                RawJson.EMPTY_OBJECT);
        try {
            servers.request(task.server(), McpMethods.TASKS_CANCEL, params(task), context);
        } catch (RuntimeException e) {
            LOG.debug("a task of server \"{}\" could not be cancelled: {}", task.server(), e.getMessage());
        }
    }

    private RawJson poll(TaskIds.Target task, CallContext context) {
        Set<String> answered = new HashSet<>();
        while (true) {
            RawObject state = RawObject.of(servers.request(task.server(), McpMethods.TASKS_GET, params(task), context));
            switch (TaskForms.status(state)) {
                case "completed" -> {
                    return state.get("result").orElseThrow(() -> broken(task, "a completed task without a result"));
                }
                case "failed" ->
                    throw new UpstreamErrorException(
                            task.server(),
                            state.get("error")
                                    .filter(RawJson::isObject)
                                    .map(Errors::read)
                                    .orElseGet(() -> new JsonRpcError(
                                            JsonRpcError.INTERNAL_ERROR, message(state, "the task failed"))));
                case "cancelled" ->
                    throw new UpstreamErrorException(
                            task.server(),
                            new JsonRpcError(JsonRpcError.INTERNAL_ERROR, message(state, "the task was cancelled")));
                case "input_required" -> answer(task, state, answered, context);
                case "working" -> {
                    // Nothing to do but to wait.
                }
                default -> throw broken(task, "a task of unknown status");
            }
            pause(TaskForms.pause(state, Era.MODERN), context);
        }
    }

    private void answer(TaskIds.Target task, RawObject state, Set<String> answered, CallContext context) {
        Optional<RawObject> questions =
                state.get("inputRequests").filter(RawJson::isObject).map(RawObject::of);
        if (questions.isEmpty()) {
            return;
        }
        for (String key : questions.get().names()) {
            if (!answered.contains(key)) {
                RawJson answer = ask(task, questions.get().get(key).orElseThrow(), context);
                answered.add(key);
                RawObject given = RawObject.EMPTY
                        .with(TaskForms.TASK_ID, task.id())
                        .with(
                                "inputResponses",
                                RawObject.EMPTY.with(key, answer).toRawJson());
                servers.request(task.server(), McpMethods.TASKS_UPDATE, given.toRawJson(), context);
            }
        }
    }

    private static RawJson ask(TaskIds.Target task, RawJson question, CallContext context) {
        if (!question.isObject()) {
            throw broken(task, "a question that is no object");
        }
        RawObject members = RawObject.of(question);
        String method = members.get("method")
                .map(RawJson::tree)
                .map(node -> node.asString(""))
                .orElse("");
        RawJson related = TaskForms.relating(members.get("params").orElse(RawJson.EMPTY_OBJECT), task.id());
        try {
            return context.client().ask(method, Optional.of(related), context.cancellation());
        } catch (JsonRpcException e) {
            // A task can be given answers, but no error; who cannot answer declines.
            if (!method.equals(McpMethods.ELICITATION_CREATE)) {
                throw e;
            }
            return RawObject.EMPTY.with("action", "decline").toRawJson();
        }
    }

    /** Ends early, and with the reason, if the request is withdrawn or out of time. */
    static void pause(Duration wished, CallContext context) {
        Duration left = context.remaining();
        if (left.compareTo(wished) <= 0) {
            throw new CasysException(
                    ErrorCategory.TIMEOUT, "the task was not over in time; whether the work was done is not known");
        }
        CountDownLatch withdrawn = new CountDownLatch(1);
        try (Cancellation.Registration _ = context.cancellation().onCancel(withdrawn::countDown)) {
            if (withdrawn.await(wished.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CasysException(ErrorCategory.CANCELLED, "the call was withdrawn while its task ran");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasysException(ErrorCategory.CANCELLED, "the wait for a task was interrupted", e);
        }
    }

    private static String message(RawObject state, String otherwise) {
        return state.get("statusMessage")
                .map(RawJson::tree)
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .map(text -> text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE))
                .orElse(otherwise);
    }

    private static CasysException broken(TaskIds.Target task, String what) {
        return new CasysException(ErrorCategory.UPSTREAM_FAILED, "server \"" + task.server() + "\" told of " + what);
    }
}
