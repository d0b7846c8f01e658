// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.shared.jsonrpc.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirroredParametersTest {

    @Test
    void valuesAreFoundByTheirWayAndWrittenAsHeadersCanCarryThem() {
        MirroredParameters parameters = of("""
                {"type":"object","properties":{
                 "region":{"type":"string","x-mcp-header":"Region"},
                 "x-mcp-header":{"type":"string"},
                 "options":{"type":"object","default":{"x-mcp-header":"no"},"properties":{
                  "n":{"type":"integer","x-mcp-header":"N"},
                  "größe":{"type":"boolean","x-mcp-header":"G"}}},
                 "maybe":{"type":["string","null"],"x-mcp-header":"Maybe"}}}""");
        assertThat(headers(
                        parameters, "{\"region\":\"us-west1\",\"options\":{\"n\":42,\"größe\":false},\"maybe\":null}"))
                .isEqualTo(Map.of("Mcp-Param-Region", "us-west1", "Mcp-Param-N", "42", "Mcp-Param-G", "false"));
        assertThat(headers(parameters, "{}")).isEmpty();
        assertThat(headers(parameters, "{\"options\":[1],\"region\":{\"a\":1},\"n\":5}"))
                .isEmpty();
        assertThat(headers(parameters, "{\"region\":\"Hello, 世界\"}"))
                .containsEntry("Mcp-Param-Region", "=?base64?SGVsbG8sIOS4lueVjA==?=");
        assertThat(headers(parameters, "{\"region\":\"a\\r\\nX-Evil: 1\"}").get("Mcp-Param-Region"))
                .startsWith("=?base64?");
        assertThat(headers(parameters, "{\"region\":\"=?base64?literal?=\"}"))
                .containsEntry("Mcp-Param-Region", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=");
        assertThat(headers(parameters, "{\"region\":\"\"}")).containsEntry("Mcp-Param-Region", "");
    }

    @Test
    void wholeNumbersAreWrittenInDigitsAndMonstrousOnesDoNoHarm() {
        MirroredParameters parameters = of("{\"properties\":{\"n\":{\"type\":\"integer\",\"x-mcp-header\":\"N\"}}}");
        assertThat(headers(parameters, "{\"n\":-7}")).containsEntry("Mcp-Param-N", "-7");
        assertThat(headers(parameters, "{\"n\":42.0}")).containsEntry("Mcp-Param-N", "42");
        assertThat(headers(parameters, "{\"n\":1e3}")).containsEntry("Mcp-Param-N", "1000");
        assertThat(headers(parameters, "{\"n\":1e999999}")).containsEntry("Mcp-Param-N", "1e999999");
        assertThat(headers(parameters, "{\"n\":1e99999999999}")).containsEntry("Mcp-Param-N", "1e99999999999");
        assertThat(headers(parameters, "{\"n\":1.5}")).containsEntry("Mcp-Param-N", "1.5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a b\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a:b\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a\\r\\nb\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"é\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":1}}}",
                "{\"properties\":{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"object\",\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"x-mcp-header\":\"A\"}}}",
                "{\"x-mcp-header\":\"A\",\"type\":\"string\"}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
                        + "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}}",
                "{\"properties\":{\"a\":{\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}",
                "{\"oneOf\":[{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}]}",
                "{\"if\":{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}",
                "{\"$defs\":{\"d\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}"
            })
    void annotationsThatBreakTheRulesAreRefused(String schema) {
        assertThatThrownBy(() -> of(schema)).isInstanceOf(IllegalArgumentException.class);
    }

    private static MirroredParameters of(String schema) {
        return MirroredParameters.of(RawJson.parse(schema).tree());
    }

    private static Map<String, String> headers(MirroredParameters parameters, String arguments) {
        return parameters.headers(RawJson.ofTrusted(arguments.getBytes(StandardCharsets.UTF_8)));
    }
}
