// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.RawJson;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CompactSchemaTest {

    @Test
    void whatSaysNothingIsLeftOut() {
        assertThat(compact("""
                        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","title":"",
                         "properties":{"start_date":{"title":"Start Date","type":"string","description":" "},
                          "mode":{"title":"How to travel","enum":["car"]}},"required":[]}""")).isEqualTo(json("""
                                {"type":"object","properties":{"start_date":{"type":"string"},
                                 "mode":{"title":"How to travel","enum":["car"]}}}"""));
    }

    @Test
    void propertiesAndDataNamedLikeKeywordsStay() {
        String schema = """
                {"type":"object","properties":{"title":{"type":"string"},"description":{"type":"string"},
                 "$schema":{"const":{"title":"","required":[]}},"required":{"enum":[{"description":""}]}},
                 "default":{"title":"","required":[]},"required":["title"],"additionalProperties":false}""";

        assertThat(compact(schema)).isEqualTo(json(schema));
    }

    @Test
    void theDialectStaysWhereItChangesTheMeaning() {
        String draft7 = "\"$schema\":\"http://json-schema.org/draft-07/schema#\"";

        assertThat(compact("{" + draft7 + ",\"type\":\"object\"}").has("$schema"))
                .isFalse();
        assertThat(compact("{" + draft7 + ",\"properties\":{\"p\":{\"items\":[{}]}}}")
                        .has("$schema"))
                .isTrue();
        assertThat(compact("{" + draft7 + ",\"properties\":{\"p\":{\"$ref\":\"#/d\",\"type\":\"string\"}}}")
                        .has("$schema"))
                .isTrue();
        assertThat(compact("{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"minimum\":1,"
                                + "\"exclusiveMinimum\":true}")
                        .has("$schema"))
                .isTrue();
    }

    @Test
    void theGivenTreeIsLeftAlone() {
        JsonNode schema = json("{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"required\":[]}");
        JsonNode before = schema.deepCopy();

        CompactSchema.of(schema);

        assertThat(schema).isEqualTo(before);
    }

    private static JsonNode compact(String schema) {
        return CompactSchema.of(json(schema));
    }

    private static JsonNode json(String text) {
        return RawJson.parse(text).tree();
    }
}
