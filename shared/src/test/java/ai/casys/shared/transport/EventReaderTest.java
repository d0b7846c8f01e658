// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void anEventBeyondTheLimitIsRefusedWithoutBeingHeld() {
        EventReader endless = new EventReader(
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }
                },
                10_000);
        assertThatThrownBy(endless::next).isInstanceOf(TransportException.class).hasMessageContaining("10000");
    }

    private static List<String> all(EventReader events) throws IOException {
        List<String> all = new ArrayList<>();
        while (events.next()) {
            all.add(new String(events.data(), UTF_8));
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
