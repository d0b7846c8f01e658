// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.call.Servers;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpErrors;
import ai.casys.shared.mcp.McpMethods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests about tasks, of clients of either era to servers of either era. Where both are of the same one, only ids
 * change on the way. Safe for any number of threads; blocks.
 */
final class Tasks implements AutoCloseable {

    private static final int CANCELLED_SOON = 5;
    private static final String INPUT_RESPONSES = "inputResponses";

    private final Servers servers;
    private final TaskIds ids;
    private final TaskOwners owners;
    private final TaskEnd end;
    private final TaskQuestions questions;
    private final ResultRewriting rewriting;

    Tasks(Servers servers, TaskIds ids, TaskOwners owners, ResultRewriting rewriting, Duration longestThought) {
        this.servers = servers;
        this.ids = ids;
        this.owners = owners;
        this.end = new TaskEnd(servers);
        this.questions = new TaskQuestions(longestThought);
        this.rewriting = rewriting;
    }

    /** A request about one task, with the task as its server knows it. */
    private record About(String shown, TaskIds.Target task, Era server, RawObject params, CallContext context) {}

    /** Carries out a request of 2025-11-25, if it is about tasks. */
    Optional<RawJson> ofSession(ClientRequest request, CallContext context) {
        return switch (request.method()) {
            case McpMethods.TASKS_GET -> Optional.of(stateForSession(about(request, context)));
            case McpMethods.TASKS_RESULT -> Optional.of(result(about(request, context)));
            case McpMethods.TASKS_CANCEL -> Optional.of(cancelForSession(about(request, context)));
            case McpMethods.TASKS_LIST -> Optional.of(list(request, context));
            default -> Optional.empty();
        };
    }

    /** Carries out a request of the extension. */
    RawJson stateless(ClientRequest request, ClientCapabilities client, CallContext context) {
        requireExtension(request.method(), client);
        About about = about(request, context);
        return switch (request.method()) {
            case McpMethods.TASKS_GET -> stateForStateless(about);
            case McpMethods.TASKS_UPDATE -> update(about);
            case McpMethods.TASKS_CANCEL -> cancelForStateless(about);
            default -> throw new IllegalArgumentException(request.method());
        };
    }

    /** How a task stands, as {@code tasks/get} of the extension says it, for a client that listens. */
    RawJson state(ClientRequest request, String shown, CallContext context) {
        RawJson params = RawObject.EMPTY.with(TaskForms.TASK_ID, shown).toRawJson();
        return stateForStateless(about(request.with(params), context));
    }

    /** Whether the id was given to this caller. */
    boolean belongsTo(Caller caller, String shown) {
        return known(caller, shown).isPresent();
    }

    /** A client that has not declared the extension is told what it lacks (tasks extension, "Protocol Errors"). */
    static void requireExtension(String method, ClientCapabilities client) {
        if (!client.taskExtension()) {
            throw new ProtocolException(new JsonRpcError(
                    McpErrors.MISSING_CLIENT_CAPABILITY,
                    "\"" + method + "\" about tasks needs a client that declares the extension \""
                            + ClientCapabilities.TASKS + "\" in its capabilities",
                    Optional.of(required())));
        }
    }

    @Override
    public void close() {
        questions.close();
    }

    private About about(ClientRequest request, CallContext context) {
        RawObject params = RawObject.of(request.params());
        String shown = params.get(TaskForms.TASK_ID)
                .map(RawJson::tree)
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .orElseThrow(() ->
                        ProtocolException.invalidParams("\"" + request.method() + "\" needs a string \"taskId\""));
        TaskIds.Target task = known(request.caller(), shown)
                .orElseThrow(() -> ProtocolException.invalidParams("there is no such task; it may have expired"));
        Era server = servers.era(task.server())
                .orElseThrow(() -> new CasysException(
                        ErrorCategory.UNAVAILABLE,
                        "server \"" + task.server() + "\", which has the task, is not connected now; ask again later"));
        CallContext linked = TaskCalls.linked(context, task.server(), ids, request.params(), request.era(), true);
        return new About(shown, task, server, params, linked);
    }

    private Optional<TaskIds.Target> known(Caller caller, String shown) {
        return ids.inward(caller, shown).filter(found -> !owners.belongsToAnother(caller, found));
    }

    private RawObject state(About about) {
        return RawObject.of(send(about, McpMethods.TASKS_GET));
    }

    private RawJson send(About about, String method) {
        RawJson params =
                about.params().with(TaskForms.TASK_ID, about.task().id()).toRawJson();
        return servers.request(about.task().server(), method, params, about.context());
    }

    private RawJson stateForSession(About about) {
        RawObject state = state(about);
        RawJson shown = TaskForms.converted(state, about.server(), Era.LEGACY, about.shown())
                .toRawJson();
        return TaskForms.related(shown, _ -> about.shown());
    }

    private RawJson result(About about) {
        RawJson result = end.await(about.server(), about.task(), about.context());
        return TaskForms.relating(rewriting.toolResult(about.task().server(), result), about.shown());
    }

    private RawJson cancelForSession(About about) {
        if (about.server() == Era.LEGACY) {
            RawObject cancelled = RawObject.of(send(about, McpMethods.TASKS_CANCEL));
            return cancelled.with(TaskForms.TASK_ID, about.shown()).toRawJson();
        }
        RawObject before = state(about);
        if (TaskForms.isOver(before)) {
            throw ProtocolException.invalidParams("the task is over already: it is " + TaskForms.status(before));
        }
        send(about, McpMethods.TASKS_CANCEL);
        RawObject after = state(about);
        for (int i = 0; i < CANCELLED_SOON && !TaskForms.isOver(after); i++) {
            TaskEnd.pause(TaskForms.pause(after, Era.MODERN), about.context());
            after = state(about);
        }
        return TaskForms.converted(after, Era.MODERN, Era.LEGACY, about.shown()).toRawJson();
    }

    /** Only what was started through this gateway: the servers do not know whose a task is. */
    private RawJson list(ClientRequest request, CallContext context) {
        if (RawObject.of(request.params()).get("cursor").isPresent()) {
            throw ProtocolException.invalidParams("\"cursor\" was not made by this gateway; start again without one");
        }
        List<RawJson> tasks = new ArrayList<>();
        for (TaskIds.Target task : owners.of(request.caller())) {
            String shown = ids.outward(request.caller(), task);
            RawObject params = RawObject.EMPTY.with(TaskForms.TASK_ID, shown);
            CallContext linked = TaskCalls.linked(context, task.server(), ids, params.toRawJson(), Era.LEGACY, true);
            servers.era(task.server())
                    .flatMap(server -> listed(new About(shown, task, server, params, linked)))
                    .ifPresent(tasks::add);
        }
        return RawObject.EMPTY.with("tasks", RawValues.array(tasks)).toRawJson();
    }

    private Optional<RawJson> listed(About about) {
        try {
            return Optional.of(stateForSession(about));
        } catch (UpstreamErrorException e) {
            owners.gone(about.task());
            return Optional.empty();
        } catch (CasysException e) {
            if (about.context().cancellation().isCancelled()
                    || about.context().remaining().isZero()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private RawJson stateForStateless(About about) {
        RawObject state = state(about);
        RawObject shown = TaskForms.converted(state, about.server(), Era.MODERN, about.shown());
        if (about.server() == Era.MODERN) {
            return state.get("result")
                    .map(result -> shown.with(
                            "result", rewriting.toolResult(about.task().server(), result)))
                    .orElse(shown)
                    .toRawJson();
        }
        return switch (TaskForms.status(state)) {
            case "completed", "failed" -> ended(about, shown);
            case "input_required" -> asking(about, shown);
            default -> shown.toRawJson();
        };
    }

    /** A tool's own failure is a result in the extension, whatever the server calls the state of its task. */
    private RawJson ended(About about, RawObject shown) {
        questions.over(about.shown());
        try {
            RawJson result = end.await(Era.LEGACY, about.task(), about.context());
            RawJson bare = rewriting.toolResult(about.task().server(), TaskForms.unrelated(result));
            return shown.with("status", "completed").with("result", bare).toRawJson();
        } catch (UpstreamErrorException e) {
            return shown.with("status", "failed")
                    .with("error", Errors.raw(e.error()))
                    .toRawJson();
        }
    }

    private RawJson asking(About about, RawObject shown) {
        RawObject open =
                questions.open(about.shown(), about.context(), context -> end.await(Era.LEGACY, about.task(), context));
        return open.names().isEmpty()
                ? shown.with("status", "working").toRawJson()
                : shown.with("inputRequests", open.toRawJson()).toRawJson();
    }

    private RawJson update(About about) {
        RawJson answers = about.params().get(INPUT_RESPONSES).orElse(RawJson.EMPTY_OBJECT);
        if (!answers.isObject()) {
            throw ProtocolException.invalidParams("\"inputResponses\" must be an object of answers by question");
        }
        if (about.server() == Era.MODERN) {
            return send(about, McpMethods.TASKS_UPDATE);
        }
        // Also finds out whether the task is still known.
        state(new About(
                about.shown(), about.task(), about.server(), about.params().without(INPUT_RESPONSES), about.context()));
        questions.answered(about.shown(), RawObject.of(answers));
        return RawJson.EMPTY_OBJECT;
    }

    private RawJson cancelForStateless(About about) {
        if (about.server() == Era.MODERN) {
            return send(about, McpMethods.TASKS_CANCEL);
        }
        try {
            send(about, McpMethods.TASKS_CANCEL);
        } catch (UpstreamErrorException e) {
            // In the extension it is no mistake to cancel what is over.
            if (e.error().code() != JsonRpcError.INVALID_PARAMS || !TaskForms.isOver(state(about))) {
                throw e;
            }
        }
        questions.over(about.shown());
        return RawJson.EMPTY_OBJECT;
    }

    private static RawJson required() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.putObject("requiredCapabilities").putObject("extensions").putObject(ClientCapabilities.TASKS);
        return RawJson.of(data);
    }
}
