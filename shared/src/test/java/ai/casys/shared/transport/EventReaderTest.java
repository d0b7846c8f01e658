// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventReaderTest {

    private static final String STREAM = ": hello\r\n\r\nid: 7\nretry: 250\ndata:\n\n"
            + "event: message\rdata: {\"a\":\rdata:  1}\r\r"
            + "event: endpoint\ndata: /x\n\n"
            + "data: ünï\r\nid: 8\r\nunknown\r\n\r\n"
            + "data: incomplete";

    @Test
    void eventsAreTheSameHoweverTheBytesArrive() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            EventReader events = new EventReader(new Dribble(STREAM.getBytes(UTF_8), random), 100);
            assertThat(all(events)).containsExactly("{\"a\":\n 1}", "ünï");
            assertThat(events.lastId()).contains("8");
            assertThat(events.retry()).contains(Duration.ofMillis(250));
        }
    }

    @Test
    void anEventBeyondTheLimitIsReportedWithoutBeingHeld() throws IOException {
        EventReader endless = new EventReader(
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }
                },
                10_000);
        assertThat(endless.next()).isEqualTo(EventReader.Step.TOO_LARGE);
    }

    @Test
    void readingGoesOnAfterAnEventBeyondTheLimitAndItsEdgesAreKept() throws IOException {
        String large = "id: 5\ndata: {\"id\":1,\"x\":\"" + "é".repeat(20_000) + "\"}";
        for (String ending : List.of("\n", "\r", "\r\n")) {
            String stream = "data: a\n\n" + large + "\n\ndata: b\n\n";
            Random random = new Random(7);
            EventReader events =
                    new EventReader(new Dribble(stream.replace("\n", ending).getBytes(UTF_8), random), 10_000);
            assertThat(events.next()).isEqualTo(EventReader.Step.EVENT);
            assertThat(events.next()).isEqualTo(EventReader.Step.TOO_LARGE);
            assertThat(events.lastId()).isEmpty();
            events.skip();
            assertThat(new String(events.head(), UTF_8))
                    .startsWith("{\"id\":1,")
                    .hasSizeLessThan(4097);
            assertThat(new String(events.tail(), UTF_8)).endsWith("é\"}");
            assertThat(events.lastId()).contains("5");
            assertThat(events.next()).isEqualTo(EventReader.Step.EVENT);
            assertThat(events.data()).asString(UTF_8).isEqualTo("b");
            assertThat(events.next()).isEqualTo(EventReader.Step.END);
        }
    }

    @Test
    void anEventThatWasCutOffMovesTheStreamNoFurther() throws IOException {
        EventReader events =
                new EventReader(new ByteArrayInputStream("id: 1\ndata: a\n\nid: 2\ndata: b\n".getBytes(UTF_8)), 100);
        assertThat(all(events)).containsExactly("a");
        assertThat(events.lastId()).contains("1");
    }

    private static List<String> all(EventReader events) throws IOException {
        List<String> all = new ArrayList<>();
        while (events.next() == EventReader.Step.EVENT) {
            if (events.isMessage()) {
                all.add(new String(events.data(), UTF_8));
            } else {
                assertThat(events.type()).isEqualTo("endpoint");
            }
        }
        return all;
    }

    /** Gives a few bytes at a time. */
    private static final class Dribble extends ByteArrayInputStream {
        private final Random random;

        Dribble(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(4)));
        }
    }
}
