// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.RawJson;
import org.junit.jupiter.api.Test;

final class DefinitionDiffTest {

    @Test
    void everyDifferenceHasItsPlace() {
        DefinitionDiff diff = diff(
                "{\"name\":\"a\",\"description\":\"Reads.\",\"inputSchema\":{\"properties\":{\"x\":{\"type\":\"string\"},"
                        + "\"a/b~c\":{\"enum\":[1]}},\"required\":[\"x\"]},\"annotations\":{\"readOnlyHint\":true}}",
                "{\"name\":\"a\",\"description\":\"Writes.\",\"inputSchema\":{\"properties\":{\"x\":{\"type\":\"number\"},"
                        + "\"a/b~c\":{\"enum\":[1,2]},\"y\":{}},\"required\":[\"x\"]}}");
        assertThat(diff.changes())
                .extracting(change -> change.getClass().getSimpleName() + " " + change.path())
                .containsExactly(
                        "Changed /description",
                        "Changed /inputSchema/properties/x/type",
                        "Changed /inputSchema/properties/a~1b~0c/enum",
                        "Added /inputSchema/properties/y",
                        "Removed /annotations");
    }

    @Test
    void listsOfObjectsAreComparedElementByElement() {
        assertThat(diff("{\"oneOf\":[{\"a\":1},{\"b\":2}]}", "{\"oneOf\":[{\"a\":1},{\"b\":3},{\"c\":4}]}")
                        .changes())
                .extracting(DefinitionChange::path)
                .containsExactly("/oneOf/1/b", "/oneOf/2");
    }

    @Test
    void hiddenCharactersAreMadeVisible() {
        assertThat(diff("{\"d\":\"Reads a file\"}", "{\"d\":\"Reads a\\u200b file\\u202e\"}")
                        .text())
                .isEqualTo("""
                        changed /d
                            - Reads a file
                            + Reads a<U+200B> file<U+202E>
                        """);
    }

    @Test
    void ofALongTextOnlyTheChangedLinesAreShownAndOfALongLineOnlyTheChangedPart() {
        String lines = "one\\ntwo\\n";
        String line = "word ".repeat(100);
        assertThat(diff(
                                "{\"d\":\"" + lines + line + "old " + line + "\\nend\"}",
                                "{\"d\":\"" + lines + line + "new " + line + "\\nend\"}")
                        .text())
                .contains("2 lines as before", "old word", "new word", "1 line as before", "…")
                .doesNotContain("two")
                .hasSizeLessThan(500);
        assertThat(diff("{\"d\":\"a\\nc\"}", "{\"d\":\"a\\nb1\\nb2\\nc\"}").text())
                .contains("+ b1", "+ b2")
                .doesNotContain("- ");
    }

    @Test
    void whatOnlyIsWrittenOtherwiseIsSaidSo() {
        assertThat(diff("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}").text()).contains("say the same");
    }

    @Test
    void aHugeDifferenceIsLimited() {
        StringBuilder many = new StringBuilder("{\"x\":0");
        for (int index = 0; index < 5000; index++) {
            many.append(",\"k")
                    .append(index)
                    .append("\":\"")
                    .append("y".repeat(1000))
                    .append('"');
        }
        DefinitionDiff diff = diff("{\"x\":0}", many.append('}').toString());
        assertThat(diff.changes()).hasSize(1000);
        assertThat(diff.text()).hasSizeLessThan(500_000);
    }

    private static DefinitionDiff diff(String before, String after) {
        return DefinitionDiff.between(RawJson.parse(before), RawJson.parse(after));
    }
}
