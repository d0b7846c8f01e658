// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class ToolNamesTest {

    private static final String[] LOOK_ALIKES = {
        "a", "A", "а", "α", "_", "-", ".", "/", " ", "é", "e\u0301", "工", "🦊", "0", "O", "l", "1", "__", ":"
    };

    @Test
    void aLegalNameIsListedAsItIs() {
        assertThat(ToolNames.listed(new ToolKey("github", "create_issue"))).isEqualTo("github__create_issue");
        assertThat(ToolNames.listed(new ToolKey("s", "x".repeat(61)))).isEqualTo("s__" + "x".repeat(61));
    }

    @Test
    void anIllegalOrLongNameEndsInPartOfItsDigest() {
        assertThat(ToolNames.listed(new ToolKey("time", "now.utc"))).matches("time__now_utc_[a-z2-7]{8}");
        assertThat(ToolNames.listed(new ToolKey("s", "x".repeat(62))))
                .hasSize(64)
                .startsWith("s__xxx")
                .matches(".*_[a-z2-7]{8}");
    }

    @Test
    void everyListedNameIsLegalAndStandsForOneToolOnly() {
        Random random = new Random(20260728);
        Map<String, ToolKey> seen = new HashMap<>();
        Set<ToolKey> keys = new HashSet<>();
        while (keys.size() < 20_000) {
            keys.add(new ToolKey(random.nextBoolean() ? "a" : "a-very-long-server-name-for-test", name(random)));
        }
        for (ToolKey key : keys) {
            String listed = ToolNames.listed(key);
            assertThat(listed).matches("[a-zA-Z0-9_-]{1,64}").startsWith(key.server() + "__");
            assertThat(seen.put(listed, key))
                    .as("%s stands for two tools", listed)
                    .isNull();
        }
    }

    @Test
    void aToolThatBearsAnothersShortenedNameKeepsItAndTheOtherGivesWay() {
        ToolKey odd = new ToolKey("s", "send mail");
        String taken = ToolNames.listed(odd).substring("s__".length());
        Catalog catalog = new Catalog();
        catalog.replaceServer("s", List.of(tool("send mail"), tool(taken)));

        CatalogSnapshot snapshot = catalog.snapshot();
        String listed = snapshot.listedName(odd);
        assertThat(listed).isNotEqualTo("s__" + taken).matches("[a-zA-Z0-9_-]{1,64}");
        assertThat(found(snapshot, "s__" + taken)).isEqualTo(new ToolKey("s", taken));
        assertThat(found(snapshot, listed)).isEqualTo(odd);
    }

    @Test
    void everyToolIsReachedByEveryFormOfItsName() {
        Random random = new Random(7);
        Set<String> names = new HashSet<>();
        while (names.size() < 500) {
            names.add(name(random));
        }
        Catalog catalog = new Catalog();
        List<Tool> tools = new ArrayList<>();
        names.forEach(name -> tools.add(tool(name)));
        catalog.replaceServer("one", tools);
        catalog.replaceServer("two", tools);
        CatalogSnapshot snapshot = catalog.snapshot();
        for (CatalogTool tool : snapshot.tools()) {
            ToolKey key = tool.key();
            String listed = snapshot.listedName(key);
            for (String form : List.of(
                    listed,
                    ToolNames.qualified(key),
                    key.toString(),
                    "mcp__" + listed,
                    "mcp__" + ToolNames.qualified(key),
                    "mcp__casys__" + listed)) {
                assertThat(found(snapshot, form)).as("%s", form).isEqualTo(key);
            }
        }
    }

    private static ToolKey found(CatalogSnapshot snapshot, String name) {
        Resolution resolution = snapshot.resolve(name);
        assertThat(resolution).isInstanceOf(Resolution.Found.class);
        return ((Resolution.Found) resolution).tool().key();
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder("n");
        int parts = random.nextInt(random.nextInt(10) == 0 ? 90 : 8);
        for (int i = 0; i < parts; i++) {
            name.append(LOOK_ALIKES[random.nextInt(LOOK_ALIKES.length)]);
        }
        return name.toString();
    }

    static Tool tool(String name) {
        var definition = JsonNodeFactory.instance.objectNode();
        definition.put("name", name);
        definition.putObject("inputSchema").put("type", "object");
        return Tool.parse(RawJson.of(definition));
    }
}
