// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Ends processes and everything they started: asked first, then forced. Blocks until they have ended. */
final class Termination {

    private static final Duration FORCED_WAIT = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 10;

    private Termination() {}

    /** Ends these processes and their descendants; those still there after the grace period are killed. */
    static void end(Collection<ProcessHandle> processes, Duration grace) {
        Set<ProcessHandle> family = withDescendants(processes);
        if (family.isEmpty()) {
            return;
        }
        family.forEach(ProcessHandle::destroy);
        awaitEnd(family, grace);
        // A process may have started another one between the look and its end.
        Set<ProcessHandle> stubborn = withDescendants(family);
        stubborn.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(stubborn, FORCED_WAIT);
    }

    /** Those of the processes that still run, and all that descend from them. */
    static Set<ProcessHandle> withDescendants(Collection<ProcessHandle> processes) {
        Set<ProcessHandle> family = new LinkedHashSet<>();
        for (ProcessHandle process : processes) {
            if (ChildProcess.isRunning(process) && family.add(process)) {
                process.descendants().filter(ChildProcess::isRunning).forEach(family::add);
            }
        }
        return family;
    }

    private static void awaitEnd(Set<ProcessHandle> processes, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        while (!running(processes).isEmpty() && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                // Ending what we started comes first; the interruption is passed on afterwards.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<ProcessHandle> running(Set<ProcessHandle> processes) {
        return processes.stream().filter(ChildProcess::isRunning).toList();
    }
}
