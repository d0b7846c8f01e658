// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process and everything it started. A descendant whose parent ends moves elsewhere in the tree of the system and
 * could not be found any more, so each one that was seen once is remembered. Handles carry the start time, so a reused
 * process number is never hit. Safe for any number of threads.
 */
final class ProcessTree {

    private final Process root;
    private final Set<ProcessHandle> descendants = new LinkedHashSet<>();

    ProcessTree(Process root) {
        this.root = root;
    }

    /** The living processes, the root first. */
    synchronized List<Long> pids() {
        refresh();
        List<Long> pids = new ArrayList<>();
        if (root.isAlive()) {
            pids.add(root.pid());
        }
        descendants.forEach(process -> pids.add(process.pid()));
        return List.copyOf(pids);
    }

    /** Looks for descendants that have come since. */
    synchronized void refresh() {
        root.descendants().forEach(descendants::add);
        for (ProcessHandle known : List.copyOf(descendants)) {
            known.descendants().forEach(descendants::add);
        }
        descendants.removeIf(process -> !process.isAlive());
    }

    /** Gives the root time to end by itself, then asks all to end, then forces them. Returns when none is left. */
    void end(Duration grace) throws InterruptedException {
        boolean ended = root.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        refresh();
        if (ended && living().isEmpty()) {
            return;
        }
        living().forEach(ProcessHandle::destroy);
        root.destroy();
        awaitEnd(Duration.ofSeconds(1));
        refresh();
        living().forEach(ProcessHandle::destroyForcibly);
        root.destroyForcibly();
        awaitEnd(Duration.ofSeconds(2));
    }

    private synchronized List<ProcessHandle> living() {
        return descendants.stream().filter(ProcessHandle::isAlive).toList();
    }

    private void awaitEnd(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while ((root.isAlive() || !living().isEmpty()) && System.nanoTime() < end) {
            Thread.sleep(5);
        }
    }
}
