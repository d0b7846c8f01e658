// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process and everything it started. Servers are often started through launchers ({@code npx}, {@code uvx}, a
 * shell), and whoever kills only the launcher leaves the server behind; and once the launcher is gone nobody can tell
 * any more whose child the server was. So a virtual thread of its own looks at the family again and again, often at
 * first and then every {@value #LONGEST_INTERVAL_MILLIS} ms, and keeps the record in the {@link ChildFile} true.
 *
 * <p>The monitor guards the members and the file; only the family's own thread and whoever ends it meet there.
 */
final class ProcessFamily {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessFamily.class);
    private static final long FIRST_INTERVAL_MILLIS = 100;
    private static final long LONGEST_INTERVAL_MILLIS = 15_000;

    private final String server;
    private final ProcessHandle root;
    private final ChildFile file;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Map<ProcessHandle, ChildProcess> members = Map.of();

    private ProcessFamily(String server, ProcessHandle root, ChildFile file) {
        this.server = server;
        this.root = root;
        this.file = file;
    }

    /** Records the process and starts following its family. */
    static ProcessFamily follow(String server, ProcessHandle root, ChildFile file) {
        ProcessFamily family = new ProcessFamily(server, root, file);
        family.look();
        Thread.ofVirtual().name("family-" + server).start(family::lookAgainAndAgain);
        return family;
    }

    /** Looks who belongs to the family now and writes it down when that has changed. */
    synchronized void look() {
        Set<ProcessHandle> known = new LinkedHashSet<>();
        known.add(root);
        known.addAll(members.keySet());
        Map<ProcessHandle, ChildProcess> found = new LinkedHashMap<>();
        for (ProcessHandle process : Termination.withDescendants(known)) {
            ChildProcess.of(process).ifPresent(description -> found.put(process, description));
        }
        if (!found.equals(members)) {
            members = found;
            write();
        }
    }

    /** Ends all that still run, the process itself included, and forgets them. Blocks for the grace period and a bit. */
    void end(Duration grace) {
        ended.countDown();
        look();
        Set<ProcessHandle> known;
        synchronized (this) {
            known = new LinkedHashSet<>(members.keySet());
        }
        known.add(root);
        Termination.end(known, grace);
        look();
    }

    private void lookAgainAndAgain() {
        long interval = FIRST_INTERVAL_MILLIS;
        try {
            while (!ended.await(interval, TimeUnit.MILLISECONDS)) {
                look();
                interval = Math.min(interval * 2, LONGEST_INTERVAL_MILLIS);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a runtime that is going away.
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            file.write(members.values());
        } catch (IOException e) {
            LOG.warn(
                    "cannot record the processes of server \"{}\" in {}: {}; were the engine killed now, they might stay",
                    server,
                    file,
                    e.toString());
        }
    }
}
