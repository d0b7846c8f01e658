// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.ClientLink;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.store.CatalogStore;
import ai.casys.core.catalog.store.ServerRecord;
import ai.casys.core.catalog.store.ToolSync;
import ai.casys.core.upstream.UpstreamListener;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import ai.casys.shared.transport.ServerFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the catalogue in memory true to what the servers say, and the one in the database true to the one in memory.
 * Memory changes at once, on the server's thread; the database follows on one thread of its own, as soon as there is
 * one, so that servers and database come up side by side.
 */
final class CatalogKeeper implements UpstreamListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CatalogKeeper.class);

    private final Catalog catalog;
    private final Hearsay hearsay;
    private final LinkedBlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private Optional<Thread> writer = Optional.empty();

    CatalogKeeper(Catalog catalog, Hearsay hearsay) {
        this.catalog = catalog;
        this.hearsay = hearsay;
    }

    private sealed interface Task {
        record Save(String server, Optional<ServerRecord> introduction, List<CatalogTool> tools) implements Task {}

        record Remove(String server) implements Task {}

        record End() implements Task {}
    }

    /**
     * Takes over what the database knows of the configured servers, and has it follow from now on.
     *
     * @param configured the servers that may have tools; those of others are marked as gone
     */
    void follow(CatalogStore store, Set<String> configured) {
        List<CatalogTool> known = store.load(TenantId.LOCAL);
        catalog.load(known.stream()
                .filter(tool -> configured.contains(tool.key().server()))
                .toList());
        known.stream()
                .map(tool -> tool.key().server())
                .filter(server -> !configured.contains(server))
                .collect(Collectors.toSet())
                .forEach(server -> queue.add(new Task.Remove(server)));
        writer = Optional.of(Thread.ofVirtual().name("catalog-keeper").start(() -> write(store)));
    }

    /** A server that is part of the program; its tools never change while it runs. */
    void builtin(String server, Implementation program, List<Tool> tools) {
        catalog.replaceServer(server, tools);
        save(server, Optional.of(new ServerRecord(server, ProtocolVersion.NEWEST_LEGACY, program, Optional.empty())));
    }

    @Override
    public void serverReady(String server, ServerFacts facts, List<Tool> tools) {
        catalog.replaceServer(server, tools);
        save(server, Optional.of(record(server, facts)));
    }

    @Override
    public void toolsChanged(String server, List<Tool> tools) {
        catalog.replaceServer(server, tools);
        save(server, Optional.empty());
    }

    @Override
    public void serverDown(String server, String reason) {
        log.info("Server {} is down, its tools stay listed: {}", server, reason);
    }

    @Override
    public void notified(String server, JsonRpcNotification notification, Optional<ClientLink> client) {
        hearsay.notified(server, notification, client);
    }

    @Override
    public void serverRemoved(String server) {
        catalog.removeServer(server);
        queue.add(new Task.Remove(server));
    }

    private void save(String server, Optional<ServerRecord> introduction) {
        queue.add(new Task.Save(server, introduction, catalog.snapshot().toolsOf(server)));
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

    private static void write(CatalogStore store, Task task) {
        switch (task) {
            case Task.Save save -> {
                save.introduction().ifPresent(introduction -> store.saveServer(TenantId.LOCAL, introduction));
                ToolSync sync = store.saveTools(TenantId.LOCAL, save.server(), save.tools());
                if (!sync.changed().isEmpty()) {
                    log.warn("Server {} has changed the definition of {}", save.server(), sync.changed());
                }
            }
            case Task.Remove remove -> store.markServerGone(TenantId.LOCAL, remove.server());
            case Task.End _ -> throw new IllegalStateException("the end is not written");
        }
    }

    private static ServerRecord record(String server, ServerFacts facts) {
        return new ServerRecord(server, facts.protocolVersion(), facts.implementation(), facts.instructions());
    }

    /** Writes what is still to be written, then ends. */
    @Override
    public void close() {
        queue.add(new Task.End());
        writer.ifPresent(thread -> {
            try {
                thread.join(java.time.Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
