// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.ClientLink;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Era;
import org.junit.jupiter.api.Test;

/** What of a client's request reaches a server. */
final class ServerRequestTest {

    private static final String MODERN_META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"traceparent\":\"00-1\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"c\",\"version\":\"1\"},"
            + "\"io.modelcontextprotocol/clientCapabilities\":{\"mine\":{}},\"x/y\":{\"n\":1.50}}";

    private static ServerRequest toolCall(String params) {
        return ServerRequest.toolCall(
                "tool", RawJson.parse("{\"a\":1}"), Bench.context(ClientLink.NONE, FakeClient.raw(params)));
    }

    @Test
    void aCallWithoutClientHasNameAndArgumentsOnly() {
        assertThat(toolCall("{}").paramsFor(Era.LEGACY, ClientLink.NONE).toString())
                .isEqualTo("{\"name\":\"tool\",\"arguments\":{\"a\":1}}");
    }

    @Test
    void everythingButNameAndArgumentsIsKeptAsItCame() {
        String sent = "{\"name\":\"s__tool\",\"task\":{ \"ttl\" : 1.0e3 },\"arguments\":{\"old\":true},"
                + "\"requestState\":\"\\u00e9\",\"x\":[1, 2.50]}";

        assertThat(toolCall(sent).paramsFor(Era.LEGACY, ClientLink.NONE).toString())
                .isEqualTo("{\"name\":\"tool\",\"task\":{ \"ttl\" : 1.0e3 },\"arguments\":{\"a\":1},"
                        + "\"requestState\":\"\\u00e9\",\"x\":[1, 2.50]}");
    }

    @Test
    void aLegacyServerIsNotToldOfAModernConnection() {
        assertThat(toolCall("{" + MODERN_META + "}")
                        .paramsFor(Era.LEGACY, ClientLink.NONE)
                        .toString())
                .isEqualTo("{\"_meta\":{\"traceparent\":\"00-1\",\"x/y\":{\"n\":1.50}},"
                        + "\"name\":\"tool\",\"arguments\":{\"a\":1}}");
    }

    @Test
    void aModernServerIsToldWhatTheRealClientCanDo() {
        RawJson params = toolCall("{" + MODERN_META + "}").paramsFor(Era.MODERN, FakeClient.answering("c", "{}"));

        var meta = params.tree().path("_meta");
        assertThat(meta.propertyNames())
                .containsExactlyInAnyOrder(
                        "traceparent",
                        "x/y",
                        "io.modelcontextprotocol/clientCapabilities",
                        "io.modelcontextprotocol/logLevel");
        assertThat(meta.path("io.modelcontextprotocol/logLevel").asString()).isEqualTo("warning");
        var capabilities = meta.path("io.modelcontextprotocol/clientCapabilities");
        assertThat(capabilities.propertyNames())
                .containsExactlyInAnyOrder("elicitation", "sampling", "roots", "extensions");
        assertThat(params.toString()).contains("{\"x/y\":{\"z\":1.50}}").contains("\"roots\":{}");
    }

    @Test
    void aLogLevelOfTheRequestItselfWins() {
        RawJson params = toolCall("{\"_meta\":{\"io.modelcontextprotocol/logLevel\":\"debug\"}}")
                .paramsFor(Era.MODERN, FakeClient.answering("c", "{}"));

        assertThat(params.tree()
                        .path("_meta")
                        .path("io.modelcontextprotocol/logLevel")
                        .asString())
                .isEqualTo("debug");
    }

    @Test
    void answersTakeThePlaceOfFormerOnes() {
        ServerRequest first = toolCall("{\"requestState\":\"old\",\"inputResponses\":{\"a\":{}}}");

        assertThat(first.answering(java.util.Optional.empty(), java.util.Optional.empty())
                        .params()
                        .toString())
                .isEqualTo("{\"name\":\"tool\",\"arguments\":{\"a\":1}}");
    }
}
