// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.RawJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code search_tools} and {@code call_tool}. */
final class MetaToolsTest extends GatewayFixture {

    @Test
    void searchFindsToolsAndSaysTheSameInTextAndStructure() {
        RawJson found = result(
                ask(
                        "tools/call",
                        "{\"name\":\"search_tools\",\"arguments\":{\"intent\":\"read file\",\"include\":[\"schema\",\"why\"]}}"));

        JsonNode structured = found.tree().path("structuredContent");
        assertThat(structured.at("/hits/0/name").asString()).isEqualTo("files__read_file");
        assertThat(structured.at("/hits/0/input_schema").isObject()).isTrue();
        assertThat(structured.at("/hits/0/why").isEmpty()).isFalse();
        assertThat(RawJson.parse(found.tree().at("/content/0/text").asString()).tree())
                .isEqualTo(structured);
    }

    @Test
    void aSearchWithoutHitsSaysWhatToTryNext() {
        JsonNode found = result(
                        ask("tools/call", "{\"name\":\"search_tools\",\"arguments\":{\"intent\":\"xylophone zebra\"}}"))
                .tree()
                .path("structuredContent");

        assertThat(found.path("hits").isEmpty()).isTrue();
        assertThat(found.path("nearest").isArray()).isTrue();
        assertThat(found.path("hint").asString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"intent\":\"a\",\"name\":\"b\"}",
                "{\"intent\":\"\"}",
                "{\"intent\":7}",
                "{\"intent\":\"a\",\"limit\":0}",
                "{\"intent\":\"a\",\"limit\":51}",
                "{\"intent\":\"a\",\"limit\":1.5}",
                "{\"intent\":\"a\",\"limit\":\"3\"}",
                "{\"intent\":\"a\",\"server\":[]}",
                "{\"intent\":\"a\",\"include\":\"schema\"}",
                "{\"intent\":\"a\",\"include\":[\"all\"]}",
                "{\"intent\":\"a\",\"query\":\"b\"}"
            })
    void aWrongSearchIsExplainedToTheModel(String arguments) {
        JsonNode result = result(ask("tools/call", "{\"name\":\"search_tools\",\"arguments\":" + arguments + "}"))
                .tree();

        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.at("/content/0/text").asString()).isNotBlank();
    }

    @Test
    void callToolSuggestsWhatWasMeant() {
        JsonNode result = result(
                        ask("tools/call", "{\"name\":\"call_tool\",\"arguments\":{\"name\":\"files__raed_file\"}}"))
                .tree();

        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.at("/content/0/text").asString()).contains("Did you mean", "files__read_file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":\"files__read_file\",\"arguments\":\"{}\"}",
                "{\"name\":\"files__read_file\",\"path\":\"/\"}"
            })
    void aWrongCallIsExplainedToTheModel(String arguments) {
        JsonNode result = result(ask("tools/call", "{\"name\":\"call_tool\",\"arguments\":" + arguments + "}"))
                .tree();

        assertThat(result.path("isError").asBoolean()).isTrue();
    }
}
