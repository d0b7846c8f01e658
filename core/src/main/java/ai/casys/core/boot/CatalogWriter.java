// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.boot.CatalogBacklog.Entry;
import ai.casys.core.boot.CatalogBacklog.Listing;
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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the servers list into the database, on one thread of its own: the last state of each, as far as several
 * have come while it was busy. Whatever is asked for before the database is there waits.
 */
final class CatalogWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CatalogWriter.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final int MOST_LINES = 10;

    private final ToolGuard guard;
    private final CatalogBacklog backlog = new CatalogBacklog();
    private Optional<Thread> thread = Optional.empty();

    CatalogWriter(ToolGuard guard) {
        this.guard = guard;
    }

    void start(CatalogStore store) {
        thread = Optional.of(Thread.ofVirtual().name("catalog-writer").start(() -> write(store)));
    }

    /** @param pins those of the tools that were seen for the first time */
    void save(String server, Optional<ServerRecord> introduction, List<CatalogTool> tools, List<ToolPin> pins) {
        backlog.listed(server, Listing.of(introduction, tools, pins));
    }

    void remove(String server) {
        backlog.gone(server);
    }

    private void write(CatalogStore store) {
        try {
            for (Optional<Entry> next = backlog.take(); next.isPresent(); next = backlog.take()) {
                try {
                    write(store, next.get());
                } catch (RuntimeException e) {
                    log.warn("The catalogue in the database is behind the one in memory until the next change", e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(CatalogStore store, Entry entry) {
        if (entry.listing().isPresent()) {
            Listing listing = entry.listing().get();
            listing.introduction().ifPresent(introduction -> store.saveServer(TenantId.LOCAL, introduction));
            report(entry.server(), listing, saveTools(store, entry.server(), listing));
        }
        if (entry.gone()) {
            store.markServerGone(TenantId.LOCAL, entry.server());
        }
    }

    /** A pin is written with the definition that it is of, so a tool that has changed since is written twice. */
    private static ToolSync saveTools(CatalogStore store, String server, Listing listing) {
        Optional<List<CatalogTool>> asFirstSeen = listing.asFirstSeen();
        if (asFirstSeen.isEmpty()) {
            return store.saveTools(TenantId.LOCAL, server, listing.tools(), listing.pins());
        }
        store.saveTools(TenantId.LOCAL, server, asFirstSeen.get(), listing.pins());
        return store.saveTools(TenantId.LOCAL, server, listing.tools(), List.of());
    }

    /** The database knows what was reported before, so a restart repeats nothing. */
    private void report(String server, Listing listing, ToolSync sync) {
        sync.changed().stream().limit(MOST_LINES).forEach(this::reportChange);
        reportRest(server, "changed", sync.changed().size());
        Set<String> fresh = new HashSet<>();
        listing.pins().forEach(pin -> fresh.add(pin.key().tool()));
        List<CatalogTool> suspicious = listing.tools().stream()
                .filter(tool -> fresh.contains(tool.key().tool()))
                .filter(tool -> !guard.findings(tool).isEmpty())
                .toList();
        suspicious.stream().limit(MOST_LINES).forEach(this::reportFindings);
        reportRest(server, "suspicious", suspicious.size());
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
        backlog.end();
        thread.ifPresent(running -> {
            try {
                running.join(LAST_WORDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
