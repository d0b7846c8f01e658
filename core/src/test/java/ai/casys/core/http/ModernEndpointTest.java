// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.gateway.Answer;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class ModernEndpointTest {

    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final String LIST =
            "{\"jsonrpc\":\"2.0\",\"id\":\"l\",\"method\":\"tools/list\",\"params\":{" + META + "}}";

    private final FakeDoor door = new FakeDoor();
    private final TestServer server = new TestServer(door, HttpLimits.DEFAULTS.withSilence(Duration.ofSeconds(1)));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aCompleteRequestIsAnsweredAsPlainJsonAndSessionsAreIgnored() throws Exception {
        HttpResponse<String> answer =
                post(LIST, "Mcp-Method", "tools/list", "Mcp-Session-Id", "anything", "Last-Event-ID", "0-1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Mcp-Session-Id")).isEmpty();
        assertThat(tree(answer).at("/result/resultType").asString()).isEqualTo("complete");
        assertThat(door.received.getFirst().session()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|-32602",
                "{\"_meta\":{}}|-32602",
                "{\"_meta\":7}|-32602",
                "{\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":{}}}|-32602",
                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}|-32602",
                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":7,\"io.modelcontextprotocol/clientCapabilities\":{}}}|-32602",
                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":[]}}|-32602",
                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"v999\",\"io.modelcontextprotocol/clientCapabilities\":{}}}|-32020"
            })
    void anIncompleteRequestIsRefusedUnderItsId(String params, int code) throws Exception {
        HttpResponse<String> answer = post(
                "{\"jsonrpc\":\"2.0\",\"id\":101,\"method\":\"tools/list\",\"params\":" + params + "}",
                "Mcp-Method",
                "tools/list");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(tree(answer).at("/error/code").asInt()).isEqualTo(code);
        assertThat(tree(answer).path("id").asInt()).isEqualTo(101);
        assertThat(door.received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "prompts/list", "TOOLS/LIST", "tools/list\u00e9"})
    void theMethodHeaderMustRepeatTheMethod(String header) throws Exception {
        RawResponse answer = raw(LIST, header.isEmpty() ? "X: y" : "Mcp-Method: " + header);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RawJson.parse(answer.body()).tree().at("/error/code").asInt())
                .isEqualTo(-32020);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tools/call|name|files__read|files__read|200",
                "tools/call|name|files__read|   files__read   |200",
                "tools/call|name|files__read|=?base64?ZmlsZXNfX3JlYWQ=?=|200",
                "tools/call|name|files__read|=?base64?ZmlsZXNfX3JlYWQ?=|400",
                "tools/call|name|files__read|=?base64?ZmlsZ!!!XNfX3JlYWQ=?=|400",
                "tools/call|name|files__read|FILES__READ|400",
                "prompts/get|name|hello|hello|200",
                "prompts/get|name|hello|other|400",
                "resources/read|uri|file:///a b|file:///a b|200",
                "resources/read|uri|file:///ü|=?base64?ZmlsZTovLy/DvA==?=|200",
                "resources/read|uri|file:///a|file:///b|400",
                "tasks/get|taskId|t1|t1|200",
                "tasks/get|taskId|t1|t2|400",
                "tasks/update|taskId|t1||400",
                "tasks/cancel|taskId|t1||400",
                "tools/call|name|x||400"
            })
    void theNameHeaderMustRepeatTheName(String method, String member, String value, String header, int status)
            throws Exception {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{\"" + member + "\":\""
                + value + "\"," + META + "}}";

        HttpResponse<String> answer = header == null
                ? post(body, "Mcp-Method", method)
                : post(body, "Mcp-Method", method, "Mcp-Name", header);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 400) {
            assertThat(tree(answer).at("/error/code").asInt()).isEqualTo(-32020);
        }
    }

    @Test
    void aHeaderThatComesTwiceIsRefusedBecauseReadersMayChooseDifferently() throws Exception {
        String call = call("\"name\":\"a\"");

        assertThat(raw(call, "Mcp-Method: tools/call\r\nMcp-Name: a\r\nMcp-Name: b")
                        .statusCode())
                .isEqualTo(400);
        assertThat(raw(call, "Mcp-Method: tools/call\r\nMcp-Name: a\r\nMCP-Protocol-Version: 2025-11-25")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"region\":\"Hello\"}|Mcp-Param-Region: Hello|200",
                "{\"region\":\"Hello\"}|mcp-param-REGION: Hello|200",
                "{\"region\":\"Hello\"}|Mcp-Param-Region: =?base64?SGVsbG8=?=|200",
                "{\"region\":\"Hello\"}|Mcp-Param-Region: =?base64?SGVsbG8?=|400",
                "{\"region\":\"Hello\"}|Mcp-Param-Region: =?base64?SGVs!!!bG8=?=|400",
                "{\"region\":\"SGVsbG8=\"}|Mcp-Param-Region: SGVsbG8=|200",
                "{\"region\":\"=?base64?SGVsbG8=\"}|Mcp-Param-Region: =?base64?SGVsbG8=|200",
                "{\"region\":\"Hello\"}|X: y|400",
                "{\"region\":\"Hello\"}|Mcp-Param-Region: Other|400",
                "{}|X: y|200",
                "{\"region\":null}|X: y|200",
                "{}|Mcp-Param-Region: Hello|400",
                "{\"deep\":{\"count\":42}}|Mcp-Param-Count: 42|200",
                "{\"deep\":{\"count\":42}}|Mcp-Param-Count: 42.0|200",
                "{\"deep\":{\"count\":42}}|Mcp-Param-Count: 43|400",
                "{\"deep\":{\"count\":42}}|Mcp-Param-Count: 1e999999999|400",
                "{\"deep\":{\"count\":42}}|Mcp-Param-Count: x|400",
                "{\"deep\":{\"on\":true}}|Mcp-Param-On: true|200",
                "{\"deep\":{\"on\":true}}|Mcp-Param-On: True|400",
                "{\"listed\":[{\"no\":\"x\"}],\"price\":1.5}|Mcp-Param-Unknown: x|200"
            })
    void parametersThatTheSchemaMarksAreRepeatedInHeaders(String arguments, String header, int status)
            throws Exception {
        door.tools.put("t", Tool.parse(RawJson.parse("""
                        {"name":"t","inputSchema":{"type":"object","properties":{
                          "region":{"type":"string","x-mcp-header":"Region"},
                          "price":{"type":"number","x-mcp-header":"Price"},
                          "bad":{"type":"string","x-mcp-header":"not a token"},
                          "listed":{"type":"array","items":{"type":"object","properties":{
                            "no":{"type":"string","x-mcp-header":"No"}}}},
                          "deep":{"type":"object","properties":{
                            "count":{"type":"integer","x-mcp-header":"Count"},
                            "on":{"type":"boolean","x-mcp-header":"On"}}}}}}""")));

        RawResponse answer = raw(
                call("\"name\":\"t\",\"arguments\":" + arguments),
                "Mcp-Method: tools/call\r\nMcp-Name: t\r\n" + header);

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"-32601,404", "-32020,400", "-32021,400", "-32022,400", "-32602,200", "-32603,200", "-32000,200"})
    void errorsThatMakeARequestImpossibleHaveAStatus(int code, int status) throws Exception {
        door.doing = (inbound, stream) -> new Answer.Reply(new JsonRpcFailure(
                Optional.of(((JsonRpcRequest) inbound.message()).id()), new JsonRpcError(code, "no")));

        HttpResponse<String> answer = post(LIST, "Mcp-Method", "tools/list");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(tree(answer).at("/error/code").asInt()).isEqualTo(code);
    }

    @Test
    void notificationsAreAcceptedAndAnswersOfAClientAreNot() throws Exception {
        assertThat(post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}").statusCode())
                .isEqualTo(202);
        assertThat(post("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatComesBeforeTheAnswerMakesItAStreamWithoutEventIds() throws Exception {
        door.doing = (inbound, stream) -> {
            for (int count = 0; count < 300; count++) {
                stream.send(new JsonRpcNotification("notifications/x", Optional.empty()));
            }
            return FakeDoor.result((JsonRpcRequest) inbound.message(), "{}");
        };

        HttpResponse<String> answer = post(LIST, "Mcp-Method", "tools/list");

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(answer.headers().firstValue("X-Accel-Buffering")).contains("no");
        assertThat(answer.body().lines().filter(line -> line.startsWith("data: ")))
                .hasSize(301);
        assertThat(answer.body()).doesNotContain("id: ").endsWith("\"result\":{}}\n\n");
    }

    @Test
    void aLongSilenceBecomesAStream() throws Exception {
        door.doing = (inbound, stream) -> {
            awaitQuietly(new CountDownLatch(1), 1_800);
            return FakeDoor.result((JsonRpcRequest) inbound.message(), "{}");
        };

        HttpResponse<String> answer = post(LIST, "Mcp-Method", "tools/list");

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(answer.body()).contains("\"result\":{}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatClosesItsConnectionWithdrawsItsRequest(boolean streaming) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch withdrawn = new CountDownLatch(1);
        door.doing = (inbound, stream) -> {
            inbound.withdrawal().onCancel(withdrawn::countDown);
            if (streaming) {
                stream.send(new JsonRpcNotification("notifications/x", Optional.empty()));
            }
            started.countDown();
            awaitQuietly(withdrawn, 20_000);
            return new Answer.Silence();
        };
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send(head(LIST, "Mcp-Method: tools/list") + LIST);
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(withdrawn.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aConnectionGoesOnAfterALongRequestAndAPipelinedOneIsNoDeparture() throws Exception {
        CountDownLatch withdrawn = new CountDownLatch(1);
        door.doing = (inbound, stream) -> {
            inbound.withdrawal().onCancel(withdrawn::countDown);
            boolean gone = awaitQuietly(withdrawn, 800);
            return FakeDoor.result((JsonRpcRequest) inbound.message(), "{\"gone\":" + gone + "}");
        };
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send(head(LIST, "Mcp-Method: tools/list") + LIST);
            connection.send(head(LIST, "Mcp-Method: tools/list") + LIST);
            connection.send(head(LIST, "Mcp-Method: tools/list\r\nConnection: close") + LIST);
            String answers = connection.readAll();

            assertThat(answers.split("\"gone\":false", -1)).hasSize(4);
        }
    }

    @Test
    void withoutASessionOnlyPostExists() throws Exception {
        assertThat(server.get("/mcp", "Accept", "text/event-stream").statusCode())
                .isEqualTo(405);
        HttpResponse<String> delete =
                server.send(HttpRequest.newBuilder(server.uri("/mcp")).DELETE());
        assertThat(delete.statusCode()).isEqualTo(405);
        assertThat(delete.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void anUnknownVirtualServerIsNotFound() throws Exception {
        assertThat(server.post("/mcp/nowhere", LIST).statusCode()).isEqualTo(404);
        assertThat(server.post("/mcp/named", LIST, "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/list")
                        .statusCode())
                .isEqualTo(200);
    }

    private static boolean awaitQuietly(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "MCP-Protocol-Version";
        all[1] = "2026-07-28";
        return server.mcp(body, all);
    }

    private static String call(String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{" + params + "," + META + "}}";
    }

    private static String head(String body, String headers) {
        return "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\n" + headers
                + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n";
    }

    /** With headers that the client of the JDK would not send. */
    private RawResponse raw(String body, String headers) throws Exception {
        try (RawConnection connection = new RawConnection(server.server.port())) {
            connection.send(head(body, headers + "\r\nConnection: close") + body);
            return RawResponse.parse(connection.readAll());
        }
    }

    private static JsonNode tree(HttpResponse<String> answer) {
        return RawJson.parse(answer.body()).tree();
    }
}
