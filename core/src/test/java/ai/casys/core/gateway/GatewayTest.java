// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static ai.casys.core.gateway.Messages.inbound;
import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.UpstreamErrorException;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What every request meets: versions, sessions, calls, errors. */
final class GatewayTest extends GatewayFixture {

    @ParameterizedTest
    @CsvSource({
        "2025-11-25,2025-11-25",
        "2025-06-18,2025-06-18",
        "2025-03-26,2025-03-26",
        "2024-11-05,2024-11-05",
        "2026-07-28,2025-11-25",
        "1999-01-01,2025-11-25"
    })
    void aSessionAgreesOnTheVersionAskedForOrTheNewest(String asked, String agreed) {
        Answer.Opened opened = open(asked);

        assertThat(opened.session().version().text()).isEqualTo(agreed);
        assertThat(opened.result().result().tree().path("protocolVersion").asString())
                .isEqualTo(agreed);
        assertThat(opened.result().result().tree().at("/serverInfo/name").asString())
                .isEqualTo("casys");
        assertThat(opened.result().result().tree().path("instructions").asString())
                .contains("search_tools", "call_tool");
        assertThat(opened.session().id()).hasSizeGreaterThanOrEqualTo(22).matches("[\\x21-\\x7e]+");
    }

    @Test
    void initializeWithoutAVersionIsRefused() {
        Answer answer = gateway.handle(inbound(request("initialize", "{}"), Optional.empty()), ClientStream.NONE);

        assertThat(error(answer).code()).isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void everythingButPingNeedsASession() {
        Answer ping = gateway.handle(inbound(request("ping", "{}"), Optional.empty()), ClientStream.NONE);
        Answer list = gateway.handle(inbound(request("tools/list", "{}"), Optional.empty()), ClientStream.NONE);

        assertThat(result(ping)).hasToString("{}");
        assertThat(error(list).code()).isEqualTo(JsonRpcError.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscriptions/listen", "server/discover", "tools/unknown", ""})
    void anUnknownMethodIsNotFound(String method) {
        assertThat(error(ask(method, "{}")).code()).isEqualTo(JsonRpcError.METHOD_NOT_FOUND);
    }

    @Test
    void aRequestOfAnUnknownVersionIsToldWhichAreSpoken() {
        JsonRpcRequest request =
                request("tools/list", "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2031-01-01\"}}");

        JsonRpcError error = error(gateway.handle(inbound(request, Optional.empty()), ClientStream.NONE));

        assertThat(error.code()).isEqualTo(-32022);
        assertThat(error.data().orElseThrow().tree().path("requested").asString())
                .isEqualTo("2031-01-01");
        assertThat(error.data()
                        .orElseThrow()
                        .tree()
                        .path("supported")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files__read_file", "files:read_file", "mcp__files__read_file", "read_file"})
    void anyAcceptedNameCallsATool(String name) {
        assertThat(result(ask("tools/call", "{\"name\":\"" + name + "\",\"arguments\":{\"text\":\"x\"}}"))
                        .tree()
                        .at("/structuredContent/text")
                        .asString())
                .isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":3}", "{\"name\":\"files__read_file\",\"arguments\":[]}", "[]"})
    void aMalformedCallIsAProtocolError(String params) {
        assertThat(error(ask("tools/call", params)).code()).isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void anUnknownToolIsAProtocolErrorWhenCalledDirectly() {
        assertThat(error(ask("tools/call", "{\"name\":\"files__nothing\"}")).code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void resultsAndArgumentsKeepEveryByte() {
        String odd = "{ \"content\" : [{\"type\":\"image\",\"data\":\"AA\\/\\u0041==\",\"mimeType\":\"x/y\"}],"
                + "\"isError\":true,\"n\":[1.0,1e2,1E+2,-0,-0.0,12345678901234567890123,0.10],"
                + "\"_meta\":{\"x\":null},\"dup\":1,\"emoji\":\"\\ud83d\\ude00 😀\",\"unknown\":{}}";
        String given = "{\"a\":1.00,\"b\":\"\\u00e9\\/\",\"c\":123456789012345678901234567890}";
        List<String> seen = new ArrayList<>();
        tools.doing("files:read_file", (arguments, context) -> {
            seen.add(arguments.toString());
            return RawJson.ofTrusted(odd.getBytes(StandardCharsets.UTF_8));
        });

        RawJson direct = result(ask("tools/call", "{\"name\":\"files__read_file\",\"arguments\":" + given + "}"));
        RawJson through = result(ask(
                "tools/call",
                "{\"name\":\"call_tool\",\"arguments\":{\"name\":\"files__read_file\",\"arguments\":" + given + "}}"));

        assertThat(direct).hasToString(odd);
        assertThat(through).hasToString(odd);
        assertThat(seen).containsExactly(given, given);
    }

    @Test
    void anUpstreamsOwnErrorComesThroughUnchanged() {
        JsonRpcError error = new JsonRpcError(-31999, "odd", Optional.of(RawJson.parse("{\"k\":[1,2]}")));
        tools.doing("files:read_file", (arguments, context) -> {
            throw new UpstreamErrorException("files", error);
        });

        assertThat(error(ask("tools/call", "{\"name\":\"files__read_file\"}"))).isEqualTo(error);
        assertThat(error(ask("tools/call", "{\"name\":\"call_tool\",\"arguments\":{\"name\":\"files__read_file\"}}")))
                .isEqualTo(error);
    }

    @Test
    void aKnownFailureHasItsCategorysCode() {
        tools.doing("files:read_file", (arguments, context) -> {
            throw new CasysException(ErrorCategory.TIMEOUT, "too late");
        });

        JsonRpcError error = error(ask("tools/call", "{\"name\":\"files__read_file\"}"));

        assertThat(error.code()).isEqualTo(ErrorCategory.TIMEOUT.jsonRpcCode());
        assertThat(error.message()).isEqualTo("too late");
    }

    @Test
    void anUnexpectedFailureShowsItsCorrelationIdOnly() {
        tools.doing("files:read_file", (arguments, context) -> {
            throw new IllegalStateException("secret detail");
        });

        JsonRpcError error = error(ask("tools/call", "{\"name\":\"files__read_file\"}"));

        assertThat(error.code()).isEqualTo(JsonRpcError.INTERNAL_ERROR);
        assertThat(error.message()).contains("correlation id").doesNotContain("secret");
    }
}
