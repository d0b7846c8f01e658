// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolNames;
import ai.casys.core.catalog.safety.FindingKind;
import ai.casys.core.catalog.safety.ToolGuard;
import ai.casys.core.catalog.safety.ToolPin;
import ai.casys.core.catalog.safety.ToolStanding;
import ai.casys.core.catalog.store.CatalogStore;
import ai.casys.core.catalog.store.ServerRecord;
import ai.casys.core.catalog.store.ToolSync;
import ai.casys.shared.identity.TenantId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the servers list into the database, in the order in which it came, on one thread of its own. Whatever is
 * asked for before the database is there waits.
 */
final class CatalogWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CatalogWriter.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final int MOST_LINES = 10;

    private final ToolGuard guard;
    private final LinkedBlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private Optional<Thread> thread = Optional.empty();

    CatalogWriter(ToolGuard guard) {
        this.guard = guard;
    }

    private sealed interface Task {
        record Save(String server, Optional<ServerRecord> introduction, List<CatalogTool> tools, List<ToolPin> pins)
                implements Task {}

        record Remove(String server) implements Task {}

        record End() implements Task {}
    }

    void start(CatalogStore store) {
        thread = Optional.of(Thread.ofVirtual().name("catalog-writer").start(() -> write(store)));
    }

    /** @param pins those of the tools that were seen for the first time */
    void save(String server, Optional<ServerRecord> introduction, List<CatalogTool> tools, List<ToolPin> pins) {
        queue.add(new Task.Save(server, introduction, tools, pins));
    }

    void remove(String server) {
        queue.add(new Task.Remove(server));
    }

    private void write(CatalogStore store) {
        try {
            for (Task task = queue.take(); !(task instanceof Task.End); task = queue.take()) {
                try {
                    write(store, task);
                } catch (RuntimeException e) {
                    log.warn("The catalogue in the database is behind the one in memory until the next change", e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(CatalogStore store, Task task) {
        switch (task) {
            case Task.Save save -> {
                save.introduction().ifPresent(introduction -> store.saveServer(TenantId.LOCAL, introduction));
                ToolSync sync = store.saveTools(TenantId.LOCAL, save.server(), save.tools(), save.pins());
                report(save, sync);
            }
            case Task.Remove remove -> store.markServerGone(TenantId.LOCAL, remove.server());
            case Task.End _ -> throw new IllegalStateException("the end is not written");
        }
    }

    /** The database knows what was reported before, so a restart repeats nothing. */
    private void report(Task.Save save, ToolSync sync) {
        sync.changed().stream().limit(MOST_LINES).forEach(this::reportChange);
        reportRest(save.server(), "changed", sync.changed().size());
        Set<String> fresh = new HashSet<>();
        save.pins().forEach(pin -> fresh.add(pin.key().tool()));
        List<CatalogTool> suspicious = save.tools().stream()
                .filter(tool -> fresh.contains(tool.key().tool()))
                .filter(tool -> !guard.findings(tool).isEmpty())
                .toList();
        suspicious.stream().limit(MOST_LINES).forEach(this::reportFindings);
        reportRest(save.server(), "suspicious", suspicious.size());
    }

    private void reportChange(CatalogTool tool) {
        String name = ToolNames.listed(tool.key());
        ToolStanding standing = guard.standing(tool);
        if (standing.pin().isPresent() && !standing.changed()) {
            log.info("The definition of tool {} is what it was when it was trusted", name);
            return;
        }
        log.warn(
                "The definition of tool {} has changed{}{}; see: casys tools diff {}",
                name,
                standing.withheld().isEmpty() ? "" : ", so it is withheld until approved",
                standing.findings().isEmpty() ? "" : "; it " + meanings(standing),
                name);
    }

    private void reportFindings(CatalogTool tool) {
        String name = ToolNames.listed(tool.key());
        ToolStanding standing = guard.standing(tool);
        log.warn(
                "The definition of tool {} is suspicious{}: it {}; see: casys tools show {}",
                name,
                standing.withheld().isEmpty() ? "" : ", so it is withheld until approved",
                meanings(standing),
                name);
    }

    private static String meanings(ToolStanding standing) {
        return standing.findings().stream()
                .map(finding -> finding.kind())
                .distinct()
                .map(FindingKind::meaning)
                .collect(Collectors.joining(", "));
    }

    private static void reportRest(String server, String what, int count) {
        if (count > MOST_LINES) {
            log.warn("Server {} has {} more tools that are {}", server, count - MOST_LINES, what);
        }
    }

    /** Writes what is still to be written, then ends. */
    @Override
    public void close() {
        queue.add(new Task.End());
        thread.ifPresent(running -> {
            try {
                running.join(LAST_WORDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
