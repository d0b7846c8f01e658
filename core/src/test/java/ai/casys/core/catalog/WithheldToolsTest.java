// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WithheldToolsTest {

    private final Set<String> withheld = new HashSet<>();
    private final Catalog catalog = new Catalog(
            tool -> withheld.contains(tool.key().toString()) ? EnumSet.of(WithholdingReason.CHANGED) : Set.of());

    @Test
    void aWithheldToolIsInNoListAndAnswersToNoName() {
        withheld.add("a:read");
        catalog.replaceServer("a", tools("read", "write"));
        CatalogSnapshot snapshot = catalog.snapshot();

        assertThat(snapshot.tools()).extracting(tool -> tool.key().tool()).containsExactly("write");
        assertThat(snapshot.toolsOf("a")).hasSize(1);
        assertThat(snapshot.tool(new ToolKey("a", "read"))).isEmpty();
        assertThat(snapshot.named("read", tool -> true)).isEmpty();
        assertThat(snapshot.nearest("read", 10, 0, tool -> true))
                .noneMatch(near -> near.tool().key().tool().equals("read"));
        assertThat(snapshot.withheld()).extracting(WithheldTool::listedName).containsExactly("a__read");
        for (String name : List.of("a__read", "a:read", "mcp__a__read", "mcp__gateway__a__read", "read")) {
            assertThat(snapshot.resolve(name)).as(name).isInstanceOf(Resolution.Withheld.class);
            assertThat(snapshot.resolve(name, tool -> false)).as(name).isInstanceOf(Resolution.Unknown.class);
        }
    }

    @Test
    void nobodyTakesTheNameOfAWithheldTool() {
        withheld.add("a:read");
        catalog.replaceServer("a", tools("read"));
        // Its plain name is the qualified name of the withheld one.
        catalog.replaceServer("evil", tools("a__read", "a:read"));

        assertThat(catalog.snapshot().resolve("a__read")).isInstanceOf(Resolution.Withheld.class);
        assertThat(catalog.snapshot().resolve("a:read")).isInstanceOf(Resolution.Withheld.class);
    }

    @Test
    void aPlainNameMeansTheOneToolThatIsOffered() {
        withheld.add("a:read");
        catalog.replaceServer("a", tools("read"));
        catalog.replaceServer("b", tools("read"));
        assertThat(catalog.snapshot().resolve("read"))
                .isInstanceOfSatisfying(
                        Resolution.Found.class,
                        found -> assertThat(found.tool().key().server()).isEqualTo("b"));
    }

    @Test
    void listenersHearOfAToolThatIsWithheldAsRemovedAndOfOneThatIsLetThroughAsAdded() {
        catalog.replaceServer("a", tools("read", "write"));
        List<CatalogChange> heard = new ArrayList<>();
        catalog.subscribe(heard::add);

        withheld.add("a:read");
        assertThat(catalog.screenAgain()).isPresent();
        assertThat(catalog.screenAgain()).isEmpty();
        withheld.clear();
        catalog.screenAgain();

        assertThat(heard).hasSize(2);
        assertThat(heard.getFirst().removed()).containsExactly(new ToolKey("a", "read"));
        assertThat(heard.getFirst().snapshot().tools()).hasSize(1);
        assertThat(heard.getLast().added()).containsExactly(new ToolKey("a", "read"));
    }

    @Test
    void theListedNamesOfOthersDoNotDependOnWhatIsWithheld() {
        catalog.replaceServer("a", tools("read file", "read.file"));
        String before = catalog.snapshot().listedName(new ToolKey("a", "read.file"));
        withheld.add("a:read file");
        catalog.screenAgain();
        assertThat(catalog.snapshot().listedName(new ToolKey("a", "read.file"))).isEqualTo(before);
    }

    @Test
    void whatIsLoadedIsScreenedToo() {
        withheld.add("a:read");
        catalog.load(List.of(CatalogTool.of("a", tools("read").getFirst())));
        assertThat(catalog.snapshot().tools()).isEmpty();
        assertThat(catalog.snapshot().withheld(new ToolKey("a", "read"))).isPresent();
    }

    @Test
    void theExplanationNamesTheReasonAndTheCommandThatLetsItThrough() {
        withheld.add("a:read");
        catalog.replaceServer("a", tools("read"));
        assertThat(catalog.snapshot().withheld().getFirst().explanation())
                .contains("a__read", "has changed", "casys tools approve a__read")
                .doesNotContain("description of");
    }

    private static List<Tool> tools(String... names) {
        return List.of(names).stream()
                .map(name -> Tool.parse(RawJson.parse("{\"name\":\"" + name + "\",\"description\":\"description of "
                        + name + "\",\"inputSchema\":{\"type\":\"object\"}}")))
                .toList();
    }
}
