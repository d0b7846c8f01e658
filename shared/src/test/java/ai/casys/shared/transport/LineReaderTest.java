// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.RequestId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void linesComeOutAsTheyWentInAndOverlongOnesAreSkippedToTheirEnd() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            List<String> expected = new ArrayList<>();
            for (int count = random.nextInt(20); count > 0; count--) {
                int length = random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(2000);
                String line = String.valueOf((char) ('a' + random.nextInt(26))).repeat(length);
                text.append(line).append('\n');
                expected.add(length > 1500 ? "too long" : line);
            }
            LineReader reader =
                    new LineReader(new ByteArrayInputStream(text.toString().getBytes(UTF_8)), 1500);
            List<String> read = new ArrayList<>();
            for (LineReader.Step step = reader.next(); step != LineReader.Step.END; step = reader.next()) {
                read.add(step == LineReader.Step.LINE ? new String(reader.line(), UTF_8) : "too long");
            }
            assertThat(read).isEqualTo(expected);
        }
    }

    @Test
    void theEdgesOfAnOverlongLineAreKept() throws IOException {
        String line = "<head>" + "x".repeat(300_000) + "<tail>";
        LineReader reader = new LineReader(new ByteArrayInputStream((line + "\nnext").getBytes(UTF_8)), 70_000);
        assertThat(reader.next()).isEqualTo(LineReader.Step.TOO_LONG);
        assertThat(new String(reader.head(), UTF_8)).startsWith("<head>xxx").hasSize(4096);
        assertThat(new String(reader.tail(), UTF_8)).endsWith("xxx<tail>").hasSize(4096);
        assertThat(reader.next()).isEqualTo(LineReader.Step.LINE);
        assertThat(new String(reader.line(), UTF_8)).isEqualTo("next");
        assertThat(reader.next()).isEqualTo(LineReader.Step.END);
    }

    @Test
    void onlyAnIdOfTheEnvelopeIsTaken() {
        assertThat(id("{\"jsonrpc\":\"2.0\",\"id\":12,\"result\":{\"a\"", "")).contains(new RequestId.IntegerId(12));
        assertThat(id("{\"id\":\"q\",\"result\":{\"a\"", "")).contains(new RequestId.TextId("q"));
        assertThat(id("{\"result\":{\"id\":1,", "x\"},\"jsonrpc\":\"2.0\",\"id\":7}"))
                .contains(new RequestId.IntegerId(7));
        assertThat(id("{\"result\":{", "x\"},\"id\":7,\"jsonrpc\":\"2.0\"}\r")).contains(new RequestId.IntegerId(7));
        assertThat(id("{\"result\":{\"id\":1,", "\"b\":2,\"id\":7}}")).isEmpty();
        assertThat(id("{\"result\":{\"id\":1,", "\"text\":\",\\\"id\\\":7}\"}")).isEmpty();
        assertThat(id("", "")).isEmpty();
    }

    private static Optional<RequestId> id(String head, String tail) {
        return OversizeAnswer.id(head.getBytes(UTF_8), tail.getBytes(UTF_8));
    }
}
