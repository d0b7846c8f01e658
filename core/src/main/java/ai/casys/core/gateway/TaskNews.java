// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.McpMethods;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells a listening client how its tasks stand (tasks extension, "Task Status Notifications"). Servers tell of tasks on
 * connections that users share, of some only if asked one by one, and of some not at all; so each task is looked at as
 * often as its server wishes to be asked, and the client is told what is new, until the task is over. For one thread.
 */
final class TaskNews {

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
    private static final String RESULT_TYPE = "resultType";

    private final Function<String, RawJson> state;
    private final Watch client;
    private final Map<String, Followed> followed = new HashMap<>();

    private record Followed(long due, Optional<RawObject> told) {}

    /**
     * Nothing was told yet.
     *
     * @param state asks how a task stands, by the id that the client knows
     */
    TaskNews(List<String> ids, Function<String, RawJson> state, Watch client) {
        this.state = state;
        this.client = client;
        ids.forEach(id -> followed.put(id, new Followed(System.nanoTime(), Optional.empty())));
    }

    /**
     * Looks at the tasks that are due.
     *
     * @return when to look again; empty when all are over
     */
    Optional<Duration> look() {
        Map.copyOf(followed).forEach((id, task) -> {
            if (task.due() - System.nanoTime() <= 0) {
                look(id, task);
            }
        });
        return followed.values().stream()
                .map(task -> Math.max(0, task.due() - System.nanoTime()))
                .min(Long::compare)
                .map(Duration::ofNanos);
    }

    private void look(String id, Followed task) {
        RawObject now;
        try {
            now = RawObject.of(state.apply(id)).without(RESULT_TYPE);
        } catch (UpstreamErrorException | ProtocolException _) {
            // The server does not know it any more; the client learns that when it asks.
            followed.remove(id);
            return;
        } catch (CasysException e) {
            if (e.category() == ErrorCategory.CANCELLED) {
                followed.clear();
            } else {
                followed.put(id, new Followed(System.nanoTime() + AFTER_A_FAILURE.toNanos(), task.told()));
            }
            return;
        }
        RawJson params = now.toRawJson();
        if (task.told().map(RawObject::toRawJson).filter(params::equals).isEmpty()) {
            client.tell(new JsonRpcNotification(McpMethods.TASKS_NOTIFICATION, Optional.of(params)));
        }
        if (TaskForms.isOver(now)) {
            followed.remove(id);
            return;
        }
        long pause = TaskForms.pause(now, Era.MODERN).toNanos();
        followed.put(id, new Followed(System.nanoTime() + pause, Optional.of(now)));
    }
}
