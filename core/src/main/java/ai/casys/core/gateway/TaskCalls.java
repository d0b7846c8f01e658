// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.ClientLink;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.core.call.Servers;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.Resolution;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawMember;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpErrors;
import java.util.Optional;

/**
 * Tool calls that may become tasks, between clients and servers of either era.
 *
 * <ul>
 *   <li>A client of 2025-11-25 asks for a task by {@code task} in its parameters. A server of that revision gets it as it
 *       is; one of the extension is told that the client takes tasks, and decides.
 *   <li>A client that has declared the extension leaves it to the server. One of 2025-11-25 is asked for a task where the
 *       tool supports that.
 *   <li>A client that does neither gets a plain result, even of a tool that only runs as a task: its end is waited for
 *       here. The one exception is a client of 2026-07-28 without the extension at a server of that revision, whose error
 *       it understands.
 *   <li>A server that makes a task although it was not asked to is waited for as well: nobody would know of the task.
 * </ul>
 *
 * Safe for any number of threads; blocks.
 */
final class TaskCalls implements ToolCalls {

    private final ToolCalls calls;
    private final Catalog catalog;
    private final Servers servers;
    private final TaskIds ids;
    private final TaskOwners owners;
    private final TaskEnd end;
    private final ResultRewriting rewriting;

    TaskCalls(
            ToolCalls calls,
            Catalog catalog,
            Servers servers,
            TaskIds ids,
            TaskOwners owners,
            ResultRewriting rewriting) {
        this.calls = calls;
        this.catalog = catalog;
        this.servers = servers;
        this.ids = ids;
        this.owners = owners;
        this.end = new TaskEnd(servers);
        this.rewriting = rewriting;
    }

    /** What a tool says of itself in {@code execution.taskSupport} (2025-11-25, basic/utilities/tasks). */
    private enum Support {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** One call on its way. */
    private record Call(String name, RawJson arguments, CallContext context, String server, Era serverEra) {

        Caller caller() {
            return context.caller();
        }
    }

    @Override
    public RawJson call(String name, RawJson arguments, CallContext context) {
        if (!(catalog.snapshot().resolve(name) instanceof Resolution.Found(CatalogTool tool))) {
            return calls.call(name, arguments, context);
        }
        String server = tool.key().server();
        Support support = support(tool);
        // A server that is not connected yet says by its tools of which era it is: the later one has no "execution".
        Era serverEra = servers.era(server).orElse(support == Support.NONE ? Era.MODERN : Era.LEGACY);
        Call call = new Call(name, arguments, context, server, serverEra);
        ClientLink client = context.client();
        return switch (TaskLink.era(client)) {
            case LEGACY -> ofSession(call, support);
            case MODERN ->
                stateless(
                        call,
                        support,
                        ClientCapabilities.of(client.capabilities()).taskExtension());
        };
    }

    private RawJson ofSession(Call call, Support support) {
        boolean wanted = RawMember.find(call.context().params(), TaskForms.TASK)
                .value()
                .filter(RawJson::isObject)
                .isPresent();
        return switch (call.serverEra()) {
            case LEGACY -> {
                if (wanted) {
                    yield handedOn(call, send(call, Optional.empty(), true), Era.LEGACY);
                }
                yield support == Support.REQUIRED
                        ? waitedFor(call, Era.LEGACY)
                        : ended(call, send(call, Optional.empty(), false), Era.LEGACY);
            }
            case MODERN -> {
                if (wanted) {
                    yield handedOn(call, send(call, Optional.of(false), true), Era.LEGACY);
                }
                try {
                    yield ended(call, send(call, Optional.of(false), false), Era.LEGACY);
                } catch (UpstreamErrorException e) {
                    if (!needsExtension(e.error())) {
                        throw e;
                    }
                    // The server has refused before it did anything.
                    yield waitedFor(call, Era.LEGACY);
                }
            }
        };
    }

    private RawJson stateless(Call call, Support support, boolean extension) {
        if (call.serverEra() == Era.MODERN) {
            return handedOn(call, send(call, Optional.of(false), extension), Era.MODERN);
        }
        if (support == Support.NONE || (support == Support.OPTIONAL && !extension)) {
            return ended(call, send(call, Optional.of(false), false), Era.MODERN);
        }
        return extension
                ? handedOn(call, send(call, Optional.of(true), true), Era.MODERN)
                : waitedFor(call, Era.MODERN);
    }

    /** Lets the tool run as a task, and waits for its result in the place of the client. */
    private RawJson waitedFor(Call call, Era client) {
        return ended(call, send(call, Optional.of(call.serverEra() == Era.LEGACY), true), client);
    }

    /** The result of the call, or of the task that it stands for once that is over. */
    private RawJson ended(Call call, RawJson result, Era client) {
        Optional<TaskIds.Target> task = TaskForms.created(call.serverEra(), result)
                .map(created -> new TaskIds.Target(call.server(), TaskForms.id(created)));
        if (task.isEmpty()) {
            return result;
        }
        RawJson last = end.awaitOrCancel(
                call.serverEra(), task.get(), context(call, call.context().params(), client, true));
        return rewriting.toolResult(call.server(), TaskForms.unrelated(last));
    }

    /** The result of the call as the client reads it, if it is a task. */
    private RawJson handedOn(Call call, RawJson result, Era client) {
        Optional<RawObject> created = TaskForms.created(call.serverEra(), result);
        if (created.isEmpty()) {
            return result;
        }
        TaskIds.Target target = new TaskIds.Target(call.server(), TaskForms.id(created.get()));
        owners.started(call.caller(), target);
        String shown = ids.outward(call.caller(), target);
        RawObject task = TaskForms.converted(created.get(), call.serverEra(), client, shown);
        if (client == Era.LEGACY && call.serverEra() == Era.LEGACY) {
            RawJson edited =
                    RawObject.of(result).with(TaskForms.TASK, task.toRawJson()).toRawJson();
            return TaskForms.related(edited, _ -> shown);
        }
        return switch (client) {
            case LEGACY ->
                RawObject.EMPTY.with(TaskForms.TASK, task.toRawJson()).toRawJson();
            case MODERN -> task.with("resultType", "task").toRawJson();
        };
    }

    /**
     * Sends the call.
     *
     * @param asTask whether {@code task} stands in the parameters; empty if that stays as the client sent it
     * @param takesTasks whether the server is told that the client has the extension
     */
    private RawJson send(Call call, Optional<Boolean> asTask, boolean takesTasks) {
        RawJson sent = call.context().params();
        RawJson params = sent;
        if (asTask.isPresent()) {
            RawObject members = RawObject.of(sent);
            boolean there = members.get(TaskForms.TASK).isPresent();
            if (asTask.get()) {
                params = members.with(TaskForms.TASK, RawJson.EMPTY_OBJECT).toRawJson();
            } else if (there) {
                params = members.without(TaskForms.TASK).toRawJson();
            }
        }
        Era client = TaskLink.era(call.context().client());
        return calls.call(call.name(), call.arguments(), context(call, params, client, takesTasks));
    }

    private CallContext context(Call call, RawJson params, Era client, boolean takesTasks) {
        return linked(call.context(), call.server(), ids, params, client, takesTasks);
    }

    /** The context with a client that knows the tasks of this server by the ids of its caller. */
    static CallContext linked(
            CallContext context, String server, TaskIds ids, RawJson params, Era client, boolean takesTasks) {
        Caller caller = context.caller();
        TaskLink.Names names = new TaskLink.Names() {
            @Override
            public String outward(String own) {
                return ids.outward(caller, new TaskIds.Target(server, own));
            }

            @Override
            public String inward(String shown) {
                return ids.inward(caller, shown)
                        .filter(target -> target.server().equals(server))
                        .map(TaskIds.Target::id)
                        .orElse(shown);
            }
        };
        return new CallContext(
                caller,
                context.callId(),
                context.deadline(),
                context.cancellation(),
                context.progress(),
                new TaskLink(context.client(), client, names, takesTasks),
                params);
    }

    private Support support(CatalogTool tool) {
        String text = RawMember.find(tool.tool().definition(), "execution")
                .value()
                .map(execution -> execution.tree().path("taskSupport").asString(""))
                .orElse("");
        return switch (text) {
            case "required" -> Support.REQUIRED;
            case "optional" -> Support.OPTIONAL;
            default -> Support.NONE;
        };
    }

    private static boolean needsExtension(JsonRpcError error) {
        return error.code() == McpErrors.MISSING_CLIENT_CAPABILITY
                && error.data()
                        .map(RawJson::tree)
                        .filter(data -> data.path("requiredCapabilities")
                                .path("extensions")
                                .has(ClientCapabilities.TASKS))
                        .isPresent();
    }
}
