// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.MetaKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * The two ways to write a task: that of revision 2025-11-25 (basic/utilities/tasks) and that of the extension
 * {@code io.modelcontextprotocol/tasks} of 2026-07-28. Members that both have keep their bytes.
 */
final class TaskForms {

    static final String TASK = "task";
    static final String TASK_ID = "taskId";
    static final String RELATED = MetaKeys.RELATED_TASK;

    private static final RawJson NULL = RawJson.parse("null");
    private static final Set<String> TERMINAL = Set.of("completed", "failed", "cancelled");
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final List<String> COMMON =
            List.of(TASK_ID, "status", "statusMessage", "createdAt", "lastUpdatedAt");

    private TaskForms() {}

    /** The task that a result of {@code tools/call} stands for, by its members; empty if it is an ordinary result. */
    static Optional<RawObject> created(Era server, RawJson result) {
        if (!result.mentions(TASK_ID) || !result.isObject()) {
            return Optional.empty();
        }
        RawObject members = RawObject.of(result);
        return switch (server) {
            case LEGACY -> members.get(TASK).filter(RawJson::isObject).map(RawObject::of);
            case MODERN ->
                members.get("resultType")
                        .filter(type -> type.toString().equals("\"task\""))
                        .map(_ -> members);
        };
    }

    /** A task of a server of one era as clients of another one read it, under another id. */
    static RawObject converted(RawObject task, Era server, Era client, String shown) {
        if (server == client) {
            return task.with(TASK_ID, shown);
        }
        RawObject out = RawObject.EMPTY;
        for (String name : COMMON) {
            Optional<RawJson> value = task.get(name);
            if (value.isPresent()) {
                out = out.with(name, value.get());
            }
        }
        out = out.with(TASK_ID, shown)
                .with(
                        client == Era.LEGACY ? "ttl" : "ttlMs",
                        task.get(server == Era.LEGACY ? "ttl" : "ttlMs").orElse(NULL));
        Optional<RawJson> pause = task.get(pauseMember(server));
        return pause.isPresent() ? out.with(pauseMember(client), pause.get()) : out;
    }

    /** The id that the server gave the task. */
    static String id(RawObject task) {
        return text(task, TASK_ID);
    }

    static String status(RawObject task) {
        return text(task, "status");
    }

    static boolean isOver(RawObject task) {
        return TERMINAL.contains(status(task));
    }

    /** How long to wait before the task is looked at again: as the server wishes, within 100 ms and 5 s. */
    static Duration pause(RawObject task, Era server) {
        Duration wished = task.get(pauseMember(server))
                .map(RawJson::tree)
                .filter(JsonNode::isNumber)
                .map(number ->
                        Duration.ofMillis((long) Math.clamp(number.asDouble(), 0.0, (double) LONGEST_PAUSE.toMillis())))
                .orElse(USUAL_PAUSE);
        return wished.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : wished;
    }

    /** The value with the id of its related task replaced; as it is where it names none. */
    static RawJson related(RawJson value, UnaryOperator<String> other) {
        if (!value.mentions(RELATED) || !value.isObject()) {
            return value;
        }
        RawObject members = RawObject.of(value);
        Optional<RawObject> meta = object(members.get(MetaKeys.META));
        Optional<RawObject> task = meta.flatMap(entries -> object(entries.get(RELATED)));
        if (task.isEmpty() || task.get().get(TASK_ID).isEmpty()) {
            return value;
        }
        RawJson renamed = task.get().with(TASK_ID, other.apply(id(task.get()))).toRawJson();
        return members.with(MetaKeys.META, meta.get().with(RELATED, renamed).toRawJson())
                .toRawJson();
    }

    /** A result that says to which task it belongs, as 2025-11-25 wants of {@code tasks/result}. */
    static RawJson relating(RawJson result, String shown) {
        RawObject members = RawObject.of(result);
        RawJson task = RawObject.EMPTY.with(TASK_ID, shown).toRawJson();
        RawObject meta = object(members.get(MetaKeys.META)).orElse(RawObject.EMPTY);
        return members.with(MetaKeys.META, meta.with(RELATED, task).toRawJson()).toRawJson();
    }

    /** A result that says nothing of its task, as it stands within a task of the extension, or for itself. */
    static RawJson unrelated(RawJson result) {
        if (!result.mentions(RELATED) || !result.isObject()) {
            return result;
        }
        RawObject members = RawObject.of(result);
        Optional<RawObject> meta = object(members.get(MetaKeys.META)).map(entries -> entries.without(RELATED));
        if (meta.isEmpty()) {
            return result;
        }
        return meta.get().names().isEmpty()
                ? members.without(MetaKeys.META).toRawJson()
                : members.with(MetaKeys.META, meta.get().toRawJson()).toRawJson();
    }

    private static Optional<RawObject> object(Optional<RawJson> value) {
        return value.filter(RawJson::isObject).map(RawObject::of);
    }

    private static String text(RawObject members, String name) {
        return members.get(name)
                .map(RawJson::tree)
                .map(node -> node.asString(""))
                .orElse("");
    }

    private static String pauseMember(Era era) {
        return era == Era.LEGACY ? "pollInterval" : "pollIntervalMs";
    }
}
