// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What JMH measures: the envelope parser on answers of three sizes, and a tree of the same bytes for comparison. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnvelopeTimes {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Entries of the result's content, about 100 bytes each. */
    @Param({"1", "40", "2500"})
    public int entries;

    private final JsonRpcCodec codec = new JsonRpcCodec();
    private byte[] answer = {};
    private JsonRpcMessage message = codec.parse(answer(1));

    @Setup
    public void prepare() {
        answer = answer(entries);
        message = codec.parse(answer);
    }

    @Benchmark
    public JsonRpcMessage parseEnvelope() {
        return codec.parse(answer);
    }

    @Benchmark
    public byte[] encodeEnvelope() {
        return codec.encode(message);
    }

    @Benchmark
    public JsonNode parseTree() {
        return MAPPER.readTree(answer);
    }

    private static byte[] answer(int entries) {
        String entry = """
                {"type":"text","text":"entry of a result, with an \\"escape\\" and the number 12345.678",\
                "annotations":{"priority":0.5}}""";
        return ("{\"jsonrpc\":\"2.0\",\"id\":4711,\"result\":{\"content\":["
                        + String.join(",", java.util.Collections.nCopies(entries, entry)) + "]}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
