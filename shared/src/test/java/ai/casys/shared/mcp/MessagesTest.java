// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class MessagesTest {

    @Test
    void whatIsWrittenIsReadAgain() {
        InitializeParams initialize =
                new InitializeParams("2025-11-25", RawJson.parse("{\"roots\":{}}"), new Implementation("a\"b", "1"));
        assertThat(InitializeParams.parse(initialize.toRawJson())).isEqualTo(initialize);
        ListToolsParams list = new ListToolsParams(Optional.of("c"));
        assertThat(ListToolsParams.parse(list.toRawJson())).isEqualTo(list);
        CancelledParams cancelled = new CancelledParams(new RequestId.TextId("7"), Optional.of("why"));
        assertThat(CancelledParams.parse(cancelled.toRawJson())).isEqualTo(cancelled);
    }

    @Test
    void aRenamedCallKeepsEverythingElse() {
        RawJson raw = RawJson.ofTrusted(
                "{\"x\":1.50,\"name\":\"a\",\"arguments\":{\"n\":1e400},\"_meta\":{}}".getBytes(UTF_8));
        CallToolParams call = CallToolParams.parse(raw).withName("b");
        assertThat(call.raw()).hasToString("{\"x\":1.50,\"name\":\"b\",\"arguments\":{\"n\":1e400},\"_meta\":{}}");
        assertThat(call.arguments()).hasToString("{\"n\":1e400}");
    }

    @Test
    void progressIsReadWithAndWithoutTotal() {
        ProgressParams progress =
                ProgressParams.parse(RawJson.parse("{\"progressToken\":\"t\",\"progress\":1.5,\"message\":\"m\"}"));
        assertThat(progress.progressToken()).isEqualTo(new RequestId.TextId("t"));
        assertThat(progress.total()).isEqualTo(OptionalDouble.empty());
        assertThat(progress.message()).contains("m");
    }

    @Test
    void peersThatForgetTheirNameAreStillRead() {
        DiscoverResult discovered = DiscoverResult.parse(RawJson.parse("{\"supportedVersions\":[\"2026-07-28\",7]}"));
        assertThat(discovered.supportedVersions()).containsExactly("2026-07-28");
        assertThat(discovered.serverInfo()).isEqualTo(new Implementation("unknown", "unknown"));
        assertThat(InitializeResult.parse(RawJson.parse("{\"protocolVersion\":\"x\",\"capabilities\":[]}"))
                        .capabilities())
                .isEqualTo(RawJson.EMPTY_OBJECT);
    }

    @Test
    void wrongShapesAreRefusedAsBadArgumentsAndNothingElse() {
        List<Function<RawJson, Object>> readers = List.of(
                InitializeParams::parse,
                InitializeResult::parse,
                DiscoverResult::parse,
                CallToolParams::parse,
                CancelledParams::parse,
                ProgressParams::parse,
                ListToolsResult::parse);
        List<String> hostile = List.of(
                "7",
                "[]",
                "null",
                "\"x\"",
                "{}",
                "{\"name\":7,\"tools\":{},\"requestId\":1.5,\"progressToken\":{}}",
                "{\"name\":\"x\",\"arguments\":[],\"tools\":7,\"progressToken\":1,\"progress\":\"1\"}");
        for (Function<RawJson, Object> reader : readers) {
            for (String text : hostile) {
                assertThatThrownBy(() -> reader.apply(RawJson.parse(text)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThatThrownBy(() -> ListToolsParams.parse(RawJson.parse("{\"cursor\":7}")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
