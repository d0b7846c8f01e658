// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.boot.CatalogBacklog.Entry;
import ai.casys.core.boot.CatalogBacklog.Listing;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.safety.ToolPin;
import ai.casys.core.catalog.store.ServerRecord;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What waits for a database that is slow or away. */
final class CatalogBacklogTest {

    private final CatalogBacklog backlog = new CatalogBacklog();

    @Test
    void ofEachServerTheLastStateWins() throws InterruptedException {
        for (int i = 0; i < 10_000; i++) {
            backlog.listed("a", listing(Optional.empty(), tool("a", "t", "version " + i)));
            backlog.listed("b", listing(Optional.empty(), tool("b", "t", "version " + i)));
        }
        backlog.end();

        assertThat(taken().listing().orElseThrow().tools()).containsExactly(tool("a", "t", "version 9999"));
        assertThat(taken().server()).isEqualTo("b");
        assertThat(backlog.take()).isEmpty();
    }

    @Test
    void anIntroductionIsNotLostWithTheListItCameWith() throws InterruptedException {
        backlog.listed("a", listing(Optional.of(introduction("1")), tool("a", "t", "x")));
        backlog.listed("a", listing(Optional.empty(), tool("a", "t", "y")));
        assertThat(taken().listing().orElseThrow().introduction()).hasValue(introduction("1"));

        backlog.listed("a", listing(Optional.of(introduction("1")), tool("a", "t", "x")));
        backlog.listed("a", listing(Optional.of(introduction("2")), tool("a", "t", "x")));
        assertThat(taken().listing().orElseThrow().introduction()).hasValue(introduction("2"));
    }

    @Test
    void theEndOfAServerFollowsItsLastListAndAReturnTakesItBack() throws InterruptedException {
        backlog.listed("a", listing(Optional.empty(), tool("a", "t", "x")));
        backlog.gone("a");
        Entry gone = taken();
        assertThat(gone.gone()).isTrue();
        assertThat(gone.listing()).isPresent();

        backlog.gone("a");
        backlog.listed("a", listing(Optional.empty(), tool("a", "t", "x")));
        assertThat(taken().gone()).isFalse();

        backlog.gone("b");
        assertThat(taken()).isEqualTo(new Entry("b", Optional.empty(), true));
    }

    @Test
    void whatWasSeenFirstIsKeptWhateverComesLater() throws InterruptedException {
        CatalogTool first = tool("a", "t", "honest");
        CatalogTool vanished = tool("a", "brief", "seen once");
        CatalogTool later = tool("a", "t", "changed");
        backlog.listed("a", Listing.of(Optional.empty(), List.of(first, vanished), List.of(pin(first), pin(vanished))));
        backlog.listed("a", Listing.of(Optional.empty(), List.of(later), List.of()));
        Listing listing = taken().listing().orElseThrow();

        assertThat(listing.pins()).containsExactly(pin(first), pin(vanished));
        assertThat(listing.asFirstSeen()).hasValue(List.of(first, vanished));
        assertThat(listing.tools()).containsExactly(later);
    }

    @Test
    void firstSightsThatAreListedUnchangedNeedNoWritingOfTheirOwn() throws InterruptedException {
        CatalogTool tool = tool("a", "t", "x");
        backlog.listed("a", Listing.of(Optional.empty(), List.of(tool), List.of(pin(tool))));
        assertThat(taken().listing().orElseThrow().asFirstSeen()).isEmpty();
    }

    @Test
    void whoeverTakesWaitsForSomethingOrForTheEnd() throws InterruptedException {
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.add(backlog.take().map(Entry::server).orElse("end"));
                outcome.add(backlog.take().map(Entry::server).orElse("end"));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        backlog.gone("late");
        assertThat(outcome.poll(60, TimeUnit.SECONDS)).isEqualTo("late");
        backlog.end();
        assertThat(outcome.poll(60, TimeUnit.SECONDS)).isEqualTo("end");
    }

    private Entry taken() throws InterruptedException {
        return backlog.take().orElseThrow();
    }

    private static Listing listing(Optional<ServerRecord> introduction, CatalogTool tool) {
        return Listing.of(introduction, List.of(tool), List.of());
    }

    private static ServerRecord introduction(String version) {
        return new ServerRecord(
                "a", ProtocolVersion.NEWEST_LEGACY, new Implementation("double", version), Optional.empty());
    }

    private static CatalogTool tool(String server, String name, String description) {
        return CatalogTool.of(
                server,
                Tool.parse(RawJson.parse("{\"name\":\"" + name + "\",\"description\":\"" + description
                        + "\",\"inputSchema\":{\"type\":\"object\"}}")));
    }

    private static ToolPin pin(CatalogTool tool) {
        return new ToolPin(tool.key(), tool.hash(), Instant.EPOCH, true, Optional.empty());
    }
}
