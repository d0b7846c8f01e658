// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OutgoingQueueTest {

    private static final class CountingStream extends ByteArrayOutputStream {
        private int flushes;

        @Override
        public void flush() throws IOException {
            flushes++;
        }
    }

    @Test
    void whatWaitsTogetherLeavesTogetherInOrder() throws IOException, InterruptedException {
        OutgoingQueue queue = new OutgoingQueue();
        StringBuilder expected = new StringBuilder();
        for (int index = 0; index < 1000; index++) {
            assertThat(queue.offer(("message " + index).getBytes(UTF_8))).isTrue();
            expected.append("message ").append(index).append('\n');
        }
        queue.finish();
        CountingStream out = new CountingStream();
        queue.drain(out);
        assertThat(out.toString(UTF_8)).isEqualTo(expected.toString());
        assertThat(out.flushes).isEqualTo(1);
    }

    @Test
    void largeMessagesLeaveInPiecesOfTheirOwnAndTheQueueStaysBounded() throws IOException, InterruptedException {
        OutgoingQueue queue = new OutgoingQueue();
        byte[] large = new byte[40 << 20];
        assertThat(queue.offer(large)).isTrue();
        assertThat(queue.offer(large)).isFalse();
        queue.finish();
        assertThat(queue.offer(new byte[1])).isFalse();
        CountingStream out = new CountingStream();
        queue.drain(out);
        assertThat(out.size()).isEqualTo(large.length + 1);
    }
}
