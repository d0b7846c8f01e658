// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.safety.ToolGuard;
import ai.casys.core.catalog.safety.ToolPin;
import ai.casys.core.catalog.store.CatalogStore;
import ai.casys.core.catalog.store.ServerRecord;
import ai.casys.core.settings.CatalogSettings;
import ai.casys.core.storage.TestDatabase;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What the servers listed while the database was away, written once it is there. */
final class CatalogWriterTest {

    private final ToolGuard guard = new ToolGuard(CatalogSettings.DEFAULTS, Set.of());

    @Test
    void theLastStateIsWrittenAndTheFirstSightStaysTheOneThatCounts() {
        CatalogTool honest = tool("t", "honest");
        CatalogTool changed = tool("t", "changed");
        CatalogTool vanished = tool("brief", "was there once");
        try (TestDatabase test = TestDatabase.create()) {
            CatalogStore store = new CatalogStore(test.database(), Clock.systemUTC());
            try (CatalogWriter writer = new CatalogWriter(guard)) {
                save(writer, "a", List.of(honest, vanished));
                for (int i = 0; i < 1_000; i++) {
                    save(writer, "a", List.of(tool("t", "on its way " + i)));
                }
                save(writer, "a", List.of(changed));
                writer.start(store);
                await(() -> store.load(TenantId.LOCAL).equals(List.of(changed)));
            }

            assertThat(store.load(TenantId.LOCAL)).containsExactly(changed);
            assertThat(store.pins(TenantId.LOCAL))
                    .extracting(ToolPin::hash)
                    .containsExactlyInAnyOrder(honest.hash(), vanished.hash());
        }
    }

    @Test
    void aServerThatCameAndWentLeavesNoTools() {
        try (TestDatabase test = TestDatabase.create()) {
            CatalogStore store = new CatalogStore(test.database(), Clock.systemUTC());
            try (CatalogWriter writer = new CatalogWriter(guard)) {
                save(writer, "a", List.of(tool("t", "x")));
                writer.remove("a");
                writer.start(store);
                await(() -> store.pins(TenantId.LOCAL).size() == 1
                        && store.load(TenantId.LOCAL).isEmpty());
            }
        }
    }

    /** Closing the writer waits too, but not as long as a busy machine may need. */
    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            assertThat(end - System.nanoTime()).as("time left for the writing").isPositive();
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void save(CatalogWriter writer, String server, List<CatalogTool> tools) {
        ServerRecord introduction = new ServerRecord(
                server, ProtocolVersion.NEWEST_LEGACY, new Implementation("double", "1"), Optional.empty());
        writer.save(server, Optional.of(introduction), tools, guard.sight(server, tools, Instant.EPOCH));
    }

    private static CatalogTool tool(String name, String description) {
        return CatalogTool.of(
                "a",
                Tool.parse(RawJson.parse("{\"name\":\"" + name + "\",\"description\":\"" + description
                        + "\",\"inputSchema\":{\"type\":\"object\"}}")));
    }
}
