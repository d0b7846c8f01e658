// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestMetaTest {

    private static final Optional<RequestId> NO_TOKEN = Optional.empty();
    private static final String OURS = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"us\",\"version\":\"1\"},"
            + "\"io.modelcontextprotocol/clientCapabilities\":{\"roots\":{}}";

    private final RequestMeta meta = new RequestMeta(new Implementation("us", "1"), RawJson.parse("{\"roots\":{}}"));

    @Test
    void aModernRequestSaysWhoAsks() {
        assertThat(modern("{}", NO_TOKEN)).isEqualTo("{\"_meta\":{" + OURS + "}}");
        assertThat(modern(" { \"a\" : [1, 2] }", NO_TOKEN)).isEqualTo(" {\"_meta\":{" + OURS + "}, \"a\" : [1, 2] }");
        assertThat(meta.complete(Optional.empty(), NO_TOKEN, ProtocolVersion.V2026_07_28))
                .hasValue(raw("{\"_meta\":{" + OURS + "}}"));
    }

    @Test
    void entriesThatAreThereStayAndOnlyTheRevisionIsOurs() {
        String given = "{\"name\": \"x\" ,\"_meta\":{\"io.modelcontextprotocol/clientInfo\":{\"name\":\"them\"},"
                + "\"io.modelcontextprotocol/protocolVersion\":\"2031-01-01\","
                + "\"io.modelcontextprotocol/logLevel\":\"debug\",\"traceparent\":\"00-ab\",\"x\": 1.0e2 },\"z\":\"\\u0041\"}";
        assertThat(modern(given, NO_TOKEN))
                .isEqualTo("{\"name\": \"x\" ,\"_meta\":{\"io.modelcontextprotocol/clientInfo\":{\"name\":\"them\"},"
                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/logLevel\":\"debug\",\"traceparent\":\"00-ab\",\"x\":1.0e2,"
                        + "\"io.modelcontextprotocol/clientCapabilities\":{\"roots\":{}}},\"z\":\"\\u0041\"}");
    }

    @Test
    void progressIsAskedForUnderOurOwnMarkOnly() {
        Optional<RequestId> token = Optional.of(new RequestId.IntegerId(7));
        assertThat(legacy("{\"a\":1}", token)).isEqualTo("{\"_meta\":{\"progressToken\":7},\"a\":1}");
        assertThat(legacy("{\"_meta\":{\"progressToken\":\"theirs\",\"x\":1}}", token))
                .isEqualTo("{\"_meta\":{\"progressToken\":7,\"x\":1}}");
        assertThat(legacy("{\"_meta\":{\"progressToken\":7}}", NO_TOKEN)).isEqualTo("{\"_meta\":{}}");
        assertThat(legacy("{\"\\u005fmeta\":{\"progress\\u0054oken\":7}}", NO_TOKEN))
                .doesNotContain("7");
        assertThat(legacy("{\"_meta\":{\"progressToken\":7},\"_meta\":{\"progressToken\":8}}", NO_TOKEN))
                .doesNotContain("7", "8");
    }

    @Test
    void aLegacyRequestWithoutMetaStaysAsItIs() {
        for (String params :
                new String[] {"{}", "{\"a\":\"progressToken\"}", "{\"a\":{\"_meta\":{\"progressToken\":1}}}"}) {
            assertThat(legacy(params, NO_TOKEN)).isEqualTo(params);
        }
        assertThat(meta.complete(Optional.empty(), NO_TOKEN, ProtocolVersion.V2025_11_25))
                .isEmpty();
    }

    @Test
    void parametersThatAreNoObjectAreRefused() {
        assertThatThrownBy(() -> modern("[1]", NO_TOKEN)).isInstanceOf(IllegalArgumentException.class);
    }

    private String modern(String params, Optional<RequestId> token) {
        return meta.complete(Optional.of(raw(params)), token, ProtocolVersion.V2026_07_28)
                .orElseThrow()
                .toString();
    }

    private String legacy(String params, Optional<RequestId> token) {
        return meta.complete(Optional.of(raw(params)), token, ProtocolVersion.V2025_11_25)
                .orElseThrow()
                .toString();
    }

    private static RawJson raw(String text) {
        return RawJson.ofTrusted(text.getBytes(StandardCharsets.UTF_8));
    }
}
