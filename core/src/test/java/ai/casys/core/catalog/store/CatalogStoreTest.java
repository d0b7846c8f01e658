// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.safety.ToolPin;
import ai.casys.core.storage.TestDatabase;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CatalogStoreTest {

    private static final TenantId TENANT = TenantId.LOCAL;

    private TestDatabase test;
    private CatalogStore store;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        store = new CatalogStore(test.database(), Clock.systemUTC());
        store.saveServer(TENANT, server("files"));
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aDefinitionComesBackByteForByte() {
        String odd =
                "{ \"name\":\"a\",\"inputSchema\" : {\"type\":\"object\"}, \"x-unknown\":1.0e+2,\"e\":\"\\u00e9\\u0000é\" }";
        CatalogTool tool = tool("files", "a", odd);
        store.saveTools(TENANT, "files", List.of(tool));

        assertThat(store.load(TENANT)).containsExactly(tool);
        assertThat(store.load(TENANT).getFirst().tool().definition().toString()).isEqualTo(odd);
    }

    @Test
    void aListIsComparedWithTheOneBefore() {
        CatalogTool kept = tool("files", "kept", 1);
        CatalogTool changed = tool("files", "changed", 1);
        CatalogTool gone = tool("files", "gone", 1);
        assertThat(store.saveTools(TENANT, "files", List.of(kept, changed, gone))
                        .added())
                .containsExactly(kept, changed, gone);
        assertThat(store.saveTools(TENANT, "files", List.of(kept, changed, gone))
                        .isEmpty())
                .isTrue();

        CatalogTool changedNow = tool("files", "changed", 2);
        CatalogTool added = tool("files", "added", 1);
        ToolSync sync = store.saveTools(TENANT, "files", List.of(kept, changedNow, added));

        assertThat(sync.added()).containsExactly(added);
        assertThat(sync.changed()).containsExactly(changedNow);
        assertThat(sync.gone()).containsExactly(new ToolKey("files", "gone"));
        assertThat(store.load(TENANT)).containsExactly(added, changedNow, kept);
    }

    @Test
    void aChangeKeepsBothDefinitions() {
        CatalogTool before = tool("files", "a", 1);
        CatalogTool after = tool("files", "a", 2);
        store.saveTools(TENANT, "files", List.of(before));
        store.saveTools(TENANT, "files", List.of(after));
        store.saveTools(TENANT, "files", List.of(before));

        List<ToolChange> changes = store.changes(TENANT, ToolChangeQuery.newest(10));
        assertThat(changes).hasSize(2);
        assertThat(changes.getFirst().newDefinition()).isEqualTo(before.tool().definition());
        assertThat(changes.getFirst().oldHash()).isEqualTo(after.hash());
        assertThat(changes.getLast().oldDefinition()).isEqualTo(before.tool().definition());
        assertThat(changes.getLast().newDefinition()).isEqualTo(after.tool().definition());
        assertThat(store.changes(TENANT, new ToolChangeQuery(Optional.of("files"), Optional.of("other"), 10)))
                .isEmpty();
        assertThat(store.changes(TENANT, new ToolChangeQuery(Optional.of("files"), Optional.of("a"), 1)))
                .containsExactly(changes.getFirst());
    }

    @Test
    void aToolThatComesBackChangedIsAddedAndItsChangeIsKept() {
        store.saveTools(TENANT, "files", List.of(tool("files", "a", 1)));
        store.saveTools(TENANT, "files", List.of());
        assertThat(store.load(TENANT)).isEmpty();

        CatalogTool back = tool("files", "a", 2);
        ToolSync sync = store.saveTools(TENANT, "files", List.of(back));

        assertThat(sync.added()).containsExactly(back);
        assertThat(sync.changed()).containsExactly(back);
        assertThat(store.load(TENANT)).containsExactly(back);
        assertThat(store.changes(TENANT, ToolChangeQuery.newest(10))).hasSize(1);
    }

    @Test
    void aServerThatIsGoneTakesItsToolsAlongUntilItIsBack() {
        store.saveTools(TENANT, "files", List.of(tool("files", "a", 1)));
        store.markServerGone(TENANT, "files");
        assertThat(store.load(TENANT)).isEmpty();
        assertThat(store.servers(TENANT)).isEmpty();

        store.saveServer(TENANT, server("files"));
        assertThat(store.saveTools(TENANT, "files", List.of(tool("files", "a", 1)))
                        .added())
                .hasSize(1);
        assertThat(store.servers(TENANT)).containsExactly("files");
    }

    @Test
    void ofTwoToolsWithOneNameTheFirstCounts() {
        CatalogTool first = tool("files", "a", 1);
        store.saveTools(TENANT, "files", List.of(first, tool("files", "a", 2)));

        assertThat(store.load(TENANT)).containsExactly(first);
    }

    @Test
    void tenantsWithEqualServersDoNotMeet() {
        TenantId other = test.newTenant("other");
        store.saveServer(other, server("files"));
        store.saveTools(TENANT, "files", List.of(tool("files", "a", 1)));
        store.saveTools(other, "files", List.of(tool("files", "a", 2)));

        assertThat(store.load(TENANT)).containsExactly(tool("files", "a", 1));
        assertThat(store.load(other)).containsExactly(tool("files", "a", 2));
        assertThat(store.changes(TENANT, ToolChangeQuery.newest(10))).isEmpty();
    }

    @Test
    void toolsOfAServerThatWasNotSavedAreRefused() {
        assertThatThrownBy(() -> store.saveTools(TENANT, "nobody", List.of()))
                .isInstanceOfSatisfying(CasysException.class, e -> {
                    assertThat(e.category()).isEqualTo(ErrorCategory.NOT_FOUND);
                    assertThat(e.getMessage()).contains("\"nobody\"");
                });
    }

    @Test
    void aNameThatCannotBeStoredIsNamedAndChangesNothing() {
        CatalogTool fine = tool("files", "fine", 1);
        CatalogTool bad = new CatalogTool(new ToolKey("files", "b\0d"), fine.tool(), fine.hash());
        assertThatThrownBy(() -> store.saveTools(TENANT, "files", List.of(fine, bad)))
                .isInstanceOfSatisfying(CasysException.class, e -> {
                    assertThat(e.category()).isEqualTo(ErrorCategory.INVALID_INPUT);
                    assertThat(e.getMessage()).contains("b\uFFFDd").contains("U+0000");
                });
        assertThat(store.load(TENANT)).isEmpty();
    }

    @Test
    void listsOfOneServerFromManyThreadsLeaveOneOfThem() throws InterruptedException {
        List<CatalogTool> even = IntStream.range(0, 40)
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> tool("files", "t" + i, 1))
                .toList();
        List<CatalogTool> odd = IntStream.range(0, 40)
                .filter(i -> i % 2 == 1)
                .mapToObj(i -> tool("files", "t" + i, 1))
                .toList();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<CatalogTool> list = i % 2 == 0 ? even : odd;
            threads.add(Thread.ofVirtual().start(() -> store.saveTools(TENANT, "files", list)));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(store.load(TENANT)).hasSize(20);
    }

    @Test
    void aThousandToolsTakeAMoment() {
        List<CatalogTool> tools = IntStream.range(0, 1000)
                .mapToObj(i -> tool("files", "tool" + i, 1))
                .toList();
        List<CatalogTool> next = IntStream.range(0, 1000)
                .mapToObj(i -> tool("files", "tool" + i, 2))
                .toList();
        Instant start = Instant.now();
        store.saveTools(TENANT, "files", tools);
        assertThat(store.saveTools(TENANT, "files", next).changed()).hasSize(1000);
        assertThat(store.saveTools(TENANT, "files", next).isEmpty()).isTrue();
        assertThat(store.load(TENANT)).hasSize(1000);

        // Generous, since this is no measurement: one statement per tool would take longer even on a fast machine.
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aPinOutlivesItsToolAndMovesOnlyByApproval() {
        CatalogTool first = tool("files", "a", 1);
        ToolPin pin = new ToolPin(first.key(), first.hash(), Instant.EPOCH, true, Optional.empty());
        store.saveTools(TENANT, "files", List.of(first), List.of(pin));
        store.saveTools(TENANT, "files", List.of());
        CatalogTool second = tool("files", "a", 2);
        store.saveTools(
                TENANT,
                "files",
                List.of(second),
                List.of(new ToolPin(second.key(), second.hash(), Instant.now(), true, Optional.empty())));

        assertThat(store.pins(TENANT)).containsExactly(pin);
        assertThat(store.pinnedDefinition(TENANT, first.key()))
                .contains(first.tool().definition());

        ToolPin approved = store.approve(TENANT, second, "somebody");
        assertThat(approved.hash()).isEqualTo(second.hash());
        assertThat(approved.firstSeen()).isEqualTo(Instant.EPOCH);
        assertThat(approved.approval().orElseThrow().by()).isEqualTo("somebody");
        assertThat(store.pins(TENANT)).containsExactly(approved);
        assertThat(store.pinnedDefinition(TENANT, first.key()))
                .contains(second.tool().definition());
    }

    @Test
    void aToolThatIsHeldBackAtFirstSightIsRememberedAsSuchUntilApproved() {
        CatalogTool tool = tool("files", "a", 1);
        store.saveTools(
                TENANT,
                "files",
                List.of(tool),
                List.of(new ToolPin(tool.key(), tool.hash(), Instant.EPOCH, false, Optional.empty())));
        assertThat(store.pins(TENANT).getFirst().accepted()).isFalse();
        assertThat(store.approve(TENANT, tool, "somebody").accepted()).isTrue();
        assertThat(store.pins(TENANT).getFirst().accepted()).isTrue();
    }

    @Test
    void anotherTenantHasPinsOfItsOwn() {
        CatalogTool tool = tool("files", "a", 1);
        store.approve(TENANT, tool, "somebody");
        TenantId other = test.newTenant("elsewhere");
        assertThat(store.pins(other)).isEmpty();
        assertThat(store.pinnedDefinition(other, tool.key())).isEmpty();
    }

    @Test
    void ofAToolThatChangesWithoutEndOnlyTheNewestChangesAreKept() {
        int rounds = ToolSynchronisation.MOST_CHANGES + 20;
        store.saveTools(TENANT, "files", List.of(tool("files", "a", 0), tool("files", "b", 0)));
        for (int revision = 1; revision <= rounds; revision++) {
            store.saveTools(TENANT, "files", List.of(tool("files", "a", revision), tool("files", "b", 1)));
        }
        List<ToolChange> kept =
                store.changes(TENANT, new ToolChangeQuery(Optional.of("files"), Optional.of("a"), 1000));
        assertThat(kept).hasSize(ToolSynchronisation.MOST_CHANGES);
        assertThat(kept.getFirst().newHash())
                .isEqualTo(tool("files", "a", rounds).hash());
        assertThat(store.changes(TENANT, new ToolChangeQuery(Optional.of("files"), Optional.of("b"), 1000)))
                .hasSize(1);
    }

    private static ServerRecord server(String name) {
        return new ServerRecord(
                name, ProtocolVersion.V2025_11_25, new Implementation("a server", "1.2"), Optional.of("Use it well."));
    }

    private static CatalogTool tool(String server, String name, int revision) {
        return tool(
                server,
                name,
                "{\"name\":\"" + name + "\",\"description\":\"revision " + revision
                        + "\",\"inputSchema\":{\"type\":\"object\"}}");
    }

    private static CatalogTool tool(String server, String name, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new CatalogTool(new ToolKey(server, name), Tool.parse(RawJson.ofTrusted(bytes)), hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
