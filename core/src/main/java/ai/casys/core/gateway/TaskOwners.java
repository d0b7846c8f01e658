// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Caller;
import ai.casys.core.api.Owner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which tasks a caller started through this gateway, for {@code tasks/list} alone: callers share the connection to a
 * server, so its own list says nothing of whom a task belongs to. Only the most recent ones are remembered; an id leads
 * to its task with or without this. Thread-safe.
 */
final class TaskOwners {

    private static final int MOST = 10_000;
    private static final int MOST_LISTED = 100;

    private final Object lock = new Object();
    private final Map<TaskIds.Target, Owner> owners = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TaskIds.Target, Owner> eldest) {
            return size() > MOST;
        }
    };

    void started(Caller caller, TaskIds.Target task) {
        synchronized (lock) {
            owners.put(task, caller.owner());
        }
    }

    /** A task that its server does not know any more. */
    void gone(TaskIds.Target task) {
        synchronized (lock) {
            owners.remove(task);
        }
    }

    /**
     * Whether the server gave this id to somebody else since: one that starts anew may count from the beginning, and an old
     * id must not lead to another's task.
     */
    boolean belongsToAnother(Caller caller, TaskIds.Target task) {
        synchronized (lock) {
            return !caller.owner().equals(owners.getOrDefault(task, caller.owner()));
        }
    }

    /** The caller's tasks, the newest hundred of them, in the order in which they were started. */
    List<TaskIds.Target> of(Caller caller) {
        Owner owner = caller.owner();
        List<TaskIds.Target> own = new ArrayList<>();
        synchronized (lock) {
            owners.forEach((task, theirs) -> {
                if (Objects.equals(theirs, owner)) {
                    own.add(task);
                }
            });
        }
        return List.copyOf(own.subList(Math.max(0, own.size() - MOST_LISTED), own.size()));
    }
}
