// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.api.Audience;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.safety.ToolGuard;
import ai.casys.core.catalog.safety.ToolPin;
import ai.casys.core.catalog.store.CatalogStore;
import ai.casys.core.catalog.store.ServerRecord;
import ai.casys.core.settings.CatalogSettings;
import ai.casys.core.upstream.UpstreamListener;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import ai.casys.shared.transport.ServerFacts;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the catalogue in memory true to what the servers say, and has the one in the database follow. Servers and
 * database come up side by side, but no list is taken in before the pins of earlier runs are there to judge it by: what
 * comes earlier waits, the newest list of each server. After that memory changes at once, on the server's thread.
 */
final class CatalogKeeper implements UpstreamListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CatalogKeeper.class);

    private final Catalog catalog;
    private final ToolGuard guard;
    private final InstantSource clock;
    private final CatalogWriter writer;
    private final Hearsay hearsay;
    private final BiConsumer<String, String> admission;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Arrival> waiting = new LinkedHashMap<>();
    private boolean following;

    /** @param admission told server and tool of a call that is about to leave; throws if it must not */
    CatalogKeeper(
            Catalog catalog,
            ToolGuard guard,
            InstantSource clock,
            Hearsay hearsay,
            BiConsumer<String, String> admission) {
        this.catalog = catalog;
        this.guard = guard;
        this.clock = clock;
        this.hearsay = hearsay;
        this.admission = admission;
        this.writer = new CatalogWriter(guard);
    }

    /** @param introduction absent if the server was introduced before */
    private record Arrival(Optional<ServerRecord> introduction, List<Tool> tools) {}

    /**
     * Takes over what the database knows of the configured servers, and has it follow from now on.
     *
     * @param configured the servers that may have tools; those of others are marked as gone
     */
    void follow(CatalogStore store, Set<String> configured) {
        guard.load(store.pins(TenantId.LOCAL));
        Map<String, List<CatalogTool>> known = store.load(TenantId.LOCAL).stream()
                .collect(Collectors.groupingBy(tool -> tool.key().server()));
        known.forEach((server, tools) -> {
            if (!configured.contains(server)) {
                writer.remove(server);
                return;
            }
            List<ToolPin> fresh = guard.sight(server, tools, clock.instant());
            catalog.load(tools);
            if (!fresh.isEmpty()) {
                writer.save(server, Optional.empty(), tools, fresh);
            }
        });
        for (Optional<Map.Entry<String, Arrival>> next = nextWaiting(); next.isPresent(); next = nextWaiting()) {
            take(next.get().getKey(), next.get().getValue());
        }
        writer.start(store);
    }

    /** A server that is part of the program; its tools never change while it runs. */
    void builtin(String server, Implementation program, List<Tool> tools) {
        arrive(
                server,
                new Arrival(
                        Optional.of(new ServerRecord(server, ProtocolVersion.NEWEST_LEGACY, program, Optional.empty())),
                        tools));
    }

    /** Judges every tool by other settings from now on. */
    void settings(CatalogSettings settings) {
        guard.settings(settings);
        catalog.screenAgain();
    }

    @Override
    public void serverReady(String server, ServerFacts facts, List<Tool> tools) {
        arrive(server, new Arrival(Optional.of(record(server, facts)), tools));
    }

    @Override
    public void toolsChanged(String server, List<Tool> tools) {
        arrive(server, new Arrival(Optional.empty(), tools));
    }

    @Override
    public void serverDown(String server, String reason) {
        log.info("Server {} is down, its tools stay listed: {}", server, reason);
    }

    @Override
    public void serverRemoved(String server) {
        lock.lock();
        try {
            waiting.remove(server);
        } finally {
            lock.unlock();
        }
        catalog.removeServer(server);
        writer.remove(server);
    }

    @Override
    public void callLeaves(String server, String tool) {
        admission.accept(server, tool);
    }

    @Override
    public void notified(String server, JsonRpcNotification notification, Audience audience) {
        hearsay.notified(server, notification, audience);
    }

    private void arrive(String server, Arrival arrival) {
        lock.lock();
        try {
            if (!following) {
                Optional<ServerRecord> introduction = arrival.introduction()
                        .or(() -> Optional.ofNullable(waiting.get(server)).flatMap(Arrival::introduction));
                waiting.put(server, new Arrival(introduction, arrival.tools()));
                return;
            }
        } finally {
            lock.unlock();
        }
        take(server, arrival);
    }

    private Optional<Map.Entry<String, Arrival>> nextWaiting() {
        lock.lock();
        try {
            Optional<String> server = waiting.keySet().stream().findFirst();
            if (server.isEmpty()) {
                following = true;
                return Optional.empty();
            }
            return server.map(name -> Map.entry(name, waiting.remove(name)));
        } finally {
            lock.unlock();
        }
    }

    private void take(String server, Arrival arrival) {
        List<CatalogTool> tools = Catalog.accepted(server, arrival.tools());
        List<ToolPin> fresh = guard.sight(server, tools, clock.instant());
        catalog.replaceServerTools(server, tools);
        writer.save(server, arrival.introduction(), tools, fresh);
    }

    private static ServerRecord record(String server, ServerFacts facts) {
        return new ServerRecord(server, facts.protocolVersion(), facts.implementation(), facts.instructions());
    }

    /** Has what is still to be written be written, then ends. */
    @Override
    public void close() {
        writer.close();
    }
}
