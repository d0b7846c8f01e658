// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.api;

import java.util.ArrayList;
import java.util.List;

/**
 * The switch by which a caller withdraws a request. Thread-safe. Actions run once, on the thread that cancels, or at
 * once on the registering thread when it was cancelled before.
 */
public final class Cancellation {

    private final Object lock = new Object();
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    /** Withdraws the request; a second call does nothing. */
    public void cancel() {
        List<Runnable> due;
        synchronized (lock) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    /** Whether the request was withdrawn. */
    public boolean isCancelled() {
        synchronized (lock) {
            return cancelled;
        }
    }

    /** Runs the action when the request is withdrawn; close the handle when the work is over. */
    public Registration onCancel(Runnable action) {
        synchronized (lock) {
            if (!cancelled) {
                actions.add(action);
                return () -> remove(action);
            }
        }
        action.run();
        return () -> {};
    }

    private void remove(Runnable action) {
        synchronized (lock) {
            actions.remove(action);
        }
    }

    /** A registered action; closing forgets it. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
