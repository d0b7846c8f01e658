// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRpcCodecTest {

    private final JsonRpcCodec codec = new JsonRpcCodec();

    @Test
    void rawPartsSurviveByteForByte() {
        String raw = "{\"b\":1.0e400,\"a\" : 123456789012345678901234567890,\"\\u00e9\":\"\\ud83d\\ude00\",\"a\":[ ]}";
        assertThat(parse("{\"id\":\"x\",\"params\":" + raw
                        + ",\"method\":\"m\",\"jsonrpc\":\"2.0\",\"new\":{\"a\":[1]}}"))
                .isEqualTo(new JsonRpcRequest(new RequestId.TextId("x"), "m", Optional.of(trusted(raw))));
        assertThat(parse("{\"result\": " + raw + " ,\"jsonrpc\":\"2.0\",\"id\":-7}"))
                .isEqualTo(new JsonRpcResult(new RequestId.IntegerId(-7), trusted(raw)));
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"error\":{\"data\":" + raw
                        + ",\"code\":-1,\"message\":\"no\"},\"id\":null}"))
                .isEqualTo(new JsonRpcFailure(Optional.empty(), new JsonRpcError(-1, "no", Optional.of(trusted(raw)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.50", "-0", "\"text\"", "true", "null", "[]", "{}", "\"\"", "[1, 2]", "1E+2"})
    void everyKindOfResultKeepsItsBytes(String raw) {
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + raw + "}"))
                .isEqualTo(new JsonRpcResult(new RequestId.IntegerId(1), trusted(raw)));
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"result\":" + raw + " , \"id\":1}"))
                .isEqualTo(new JsonRpcResult(new RequestId.IntegerId(1), trusted(raw)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"1.0\",\"id\":5,\"method\":\"m\"}",
                "{\"id\":5,\"method\":\"m\"}",
                "{\"jsonrpc\":2.0,\"id\":5,\"method\":\"m\"}",
                "{\"jsonrpc\":[\"2.0\"],\"id\":5,\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":5}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"id\":5,\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"m\",\"method\":\"n\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"m\",\"params\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"m\",\"result\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":1,\"error\":{\"code\":1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"message\":\"m\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":1.5}}",
            })
    void wrongEnvelopesAreInvalidRequestsThatNameTheId(String text) {
        JsonRpcParseException refusal = refusal(text.getBytes(UTF_8));
        assertThat(refusal.code()).isEqualTo(JsonRpcError.INVALID_REQUEST);
        assertThat(refusal.id()).contains(new RequestId.IntegerId(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "[1]", "true", "99999999999999999999", "{}", "null"})
    void idsAreStringsOrIntegers(String id) {
        JsonRpcParseException refusal =
                refusal(("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"m\"}").getBytes(UTF_8));
        assertThat(refusal.code()).isEqualTo(JsonRpcError.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"jsonrpc\":\"2.0\"",
                "{\"jsonrpc\":\"2.0\",}",
                "{}{}",
                "nul",
                "{'a':1}",
                "\u0000",
                "\ufeff{}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\"}x",
                "{\"a\":\"\n\"}",
                "{\"jsonrpc\":\"2.0\",\"params\":{\"a\"}}"
            })
    void whatIsNoJsonIsAParseError(String text) {
        assertThat(refusal(text.getBytes(UTF_8)).code()).isEqualTo(JsonRpcError.PARSE_ERROR);
    }

    @Test
    void otherEncodingsAreRefused() {
        String text = "{\"jsonrpc\":\"2.0\",\"method\":\"m\"}";
        assertThat(refusal(text.getBytes(StandardCharsets.UTF_16LE)).code()).isEqualTo(JsonRpcError.PARSE_ERROR);
        assertThat(refusal(text.getBytes(StandardCharsets.UTF_16)).code()).isEqualTo(JsonRpcError.PARSE_ERROR);
        int[][] invalid = {{0xc0, 0x80}, {0xed, 0xa0, 0x80}, {0xf5, 0x80, 0x80, 0x80}, {0xe2, 0x82}, {0xff}, {0x80}};
        for (int[] sequence : invalid) {
            byte[] bytes = "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":\"????\"}}".getBytes(UTF_8);
            int at = new String(bytes, StandardCharsets.US_ASCII).indexOf("????");
            for (int index = 0; index < sequence.length; index++) {
                bytes[at + index] = (byte) sequence[index];
            }
            assertThat(refusal(bytes).code()).isEqualTo(JsonRpcError.PARSE_ERROR);
        }
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(300) + "]".repeat(300);
        assertThat(refusal(("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + deep + "}").getBytes(UTF_8))
                        .code())
                .isEqualTo(JsonRpcError.PARSE_ERROR);
        String fine = "[".repeat(250) + "]".repeat(250);
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + fine + "}"))
                .isInstanceOf(JsonRpcResult.class);
    }

    @Test
    void whatPeersSendForNoneIsNone() {
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":null}"))
                .isEqualTo(new JsonRpcNotification("m", Optional.empty()));
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":null}"))
                .isEqualTo(new JsonRpcResult(new RequestId.IntegerId(1), RawJson.EMPTY_OBJECT));
        assertThat(parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null,\"error\":{\"code\":3}}"))
                .isEqualTo(new JsonRpcFailure(
                        Optional.of(new RequestId.IntegerId(1)), new JsonRpcError(3, "", Optional.empty())));
    }

    @Test
    void oneBadElementDoesNotSpoilABatch() {
        JsonRpcBatch batch = codec.parseBatch(
                "[{\"jsonrpc\":\"2.0\",\"method\":\"a\"}, 7, {\"jsonrpc\":\"2.0\",\"id\":3}, {\"jsonrpc\":\"2.0\",\"method\":\"b\"}]"
                        .getBytes(UTF_8));
        assertThat(batch.messages())
                .containsExactly(
                        new JsonRpcNotification("a", Optional.empty()), new JsonRpcNotification("b", Optional.empty()));
        assertThat(batch.refusals()).hasSize(2);
        assertThat(batch.refusals().get(1).id()).contains(new RequestId.IntegerId(3));
        assertThatThrownBy(() -> codec.parseBatch("[]".getBytes(UTF_8))).isInstanceOf(JsonRpcParseException.class);
        assertThatThrownBy(() -> codec.parseBatch("[1".getBytes(UTF_8))).isInstanceOf(JsonRpcParseException.class);
        assertThat(codec.isBatch(" \n[".getBytes(UTF_8))).isTrue();
        assertThat(codec.isBatch(" {".getBytes(UTF_8))).isFalse();
    }

    @Test
    void encodedMessagesHoldNoLineBreak() {
        byte[] encoded = codec.encode(
                new JsonRpcResult(new RequestId.TextId("a\nb"), RawJson.ofTrusted("{\n\"a\":\r\n1}".getBytes(UTF_8))));
        assertThat(new String(encoded, UTF_8))
                .doesNotContain("\n")
                .doesNotContain("\r")
                .contains("a\\u000ab");
    }

    @Test
    void whatIsEncodedIsParsedAgain() {
        Random random = new Random(20260728);
        for (int round = 0; round < 5000; round++) {
            JsonRpcMessage message = RandomMessages.message(random);
            assertThat(codec.parse(codec.encode(message))).isEqualTo(message);
        }
    }

    @Test
    void hostileBytesNeverThrowAnythingElse() {
        Random random = new Random(42);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = RandomMessages.damaged(codec.encode(RandomMessages.message(random)), random);
            try {
                JsonRpcMessage message = codec.parse(bytes);
                assertThat(codec.parse(codec.encode(message))).isEqualTo(message);
            } catch (JsonRpcParseException e) {
                assertThat(e.code()).isIn(JsonRpcError.PARSE_ERROR, JsonRpcError.INVALID_REQUEST);
            }
            try {
                assertThat(codec.parseBatch(bytes)).isNotNull();
            } catch (JsonRpcParseException e) {
                assertThat(e.toFailure().error().code()).isEqualTo(e.code());
            }
        }
    }

    private JsonRpcMessage parse(String text) {
        return codec.parse(text.getBytes(UTF_8));
    }

    private JsonRpcParseException refusal(byte[] bytes) {
        return catchThrowableOfType(JsonRpcParseException.class, () -> codec.parse(bytes));
    }

    private static RawJson trusted(String text) {
        return RawJson.ofTrusted(text.getBytes(UTF_8));
    }
}
