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
            }

            assertThat(store.load(TenantId.LOCAL)).isEmpty();
            assertThat(store.pins(TenantId.LOCAL)).hasSize(1);
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
