// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A response that is a stream of server-sent events. Whoever has something to say leaves it in a bounded queue and goes
 * on; a virtual thread that lives only while there is something to write carries it to the client. So an idle stream
 * needs no thread, and a slow client holds up nobody: one that leaves too much unread, or takes too long over what is
 * being written, is cut off. Any thread may use it.
 */
final class EventStream implements Patrol.Post {

    private static final int MOST_FRAMES = 2_048;
    private static final long MOST_BYTES = 16L << 20;
    private static final int MOST_TOGETHER = 16 << 10;

    /** What a stream says and ends by itself. */
    record Pace(Duration heartbeat, Duration patience) {}

    private final HttpServletResponse response;
    private final Wire wire;
    private final Pace pace;
    private final Patrol.Stay stay;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Deque<byte[]> queue = new ArrayDeque<>(2);
    private long queuedBytes;
    private boolean begun;
    private boolean writing;
    private boolean finished;
    private boolean complete;
    private boolean gone;
    private long lastWritten = System.nanoTime();
    private long writeDeadline;

    EventStream(HttpServletResponse response, Wire wire, Patrol patrol, Pace pace) {
        this.response = response;
        this.wire = wire;
        this.pace = pace;
        this.stay = patrol.watch(this);
    }

    /** Lets the client know at once that the response is an event stream. */
    void open() {
        offer(new byte[0]);
    }

    /**
     * Leaves a frame to be written.
     *
     * @return false if nobody will read it: the client has gone, or is cut off because it leaves too much unread
     */
    boolean offer(byte[] frame) {
        boolean slow;
        synchronized (this) {
            if (gone || finished) {
                return false;
            }
            slow = queue.size() >= MOST_FRAMES || (queuedBytes > 0 && queuedBytes + frame.length > MOST_BYTES);
            if (!slow) {
                queue.add(frame);
                queuedBytes += frame.length;
                write();
                return true;
            }
        }
        cut();
        return false;
    }

    /** Like {@link #offer}, but rather drops the frame than cutting the client off. */
    void offerIfRoom(byte[] frame) {
        synchronized (this) {
            if (queue.size() >= MOST_FRAMES / 2 || queuedBytes + frame.length > MOST_BYTES / 2) {
                return;
            }
        }
        offer(frame);
    }

    /** Ends the stream after what is queued. */
    void finish() {
        boolean idle;
        synchronized (this) {
            if (gone || finished) {
                return;
            }
            finished = true;
            idle = !writing && begun;
            if (!idle) {
                write();
            }
        }
        if (idle) {
            end();
        }
    }

    /** Ends the stream at once. */
    void cut() {
        synchronized (this) {
            gone = true;
            queue.clear();
            queuedBytes = 0;
        }
        wire.cut();
        end();
    }

    /** Whether the client has gone. */
    synchronized boolean isGone() {
        return gone;
    }

    /** Runs the action when the stream has ended, for whatever reason. */
    void onEnd(Runnable action) {
        var _ = over.thenRun(action);
    }

    /** Done when the stream has ended; never fails. For the web framework, which then completes the response. */
    CompletableFuture<Void> ending() {
        return over;
    }

    /** Waits until everything is written or the client is gone. */
    void awaitEnd() {
        over.join();
    }

    @Override
    public void visit(long now) {
        boolean stuck;
        boolean silent;
        synchronized (this) {
            if (gone || (finished && !writing)) {
                return;
            }
            stuck = writing && now - writeDeadline > 0;
            silent = !writing && begun && now - lastWritten > pace.heartbeat().toNanos();
        }
        if (stuck) {
            cut();
        } else if (silent) {
            offer(EventFrames.HEARTBEAT);
        }
    }

    /** Called with the lock held. */
    private void write() {
        if (!writing) {
            writing = true;
            writeDeadline = System.nanoTime() + pace.patience().toNanos();
            Thread.ofVirtual().name("http-events").start(this::drain);
        }
    }

    private void drain() {
        try {
            OutputStream out = begin();
            for (List<byte[]> frames = take(); !frames.isEmpty(); frames = take()) {
                write(frames, out);
            }
        } catch (IOException | RuntimeException _) {
            // Also a response that the server has completed meanwhile, because the connection broke.
            synchronized (this) {
                gone = true;
                queue.clear();
                queuedBytes = 0;
                writing = false;
            }
        }
        if (isComplete()) {
            end();
        }
    }

    /** Small frames travel together. A write of nothing is left out: the server would take a buffer for it and keep it. */
    private static void write(List<byte[]> frames, OutputStream out) throws IOException {
        ByteArrayOutputStream together = new ByteArrayOutputStream(0);
        for (byte[] frame : frames) {
            if (together.size() + frame.length > MOST_TOGETHER) {
                writeAndReset(together, out);
            }
            if (frame.length > MOST_TOGETHER) {
                out.write(frame);
            } else {
                together.write(frame);
            }
        }
        writeAndReset(together, out);
    }

    private static void writeAndReset(ByteArrayOutputStream together, OutputStream out) throws IOException {
        if (together.size() > 0) {
            together.writeTo(out);
            together.reset();
        }
    }

    private OutputStream begin() throws IOException {
        synchronized (this) {
            if (begun) {
                return response.getOutputStream();
            }
            begun = true;
        }
        response.setStatus(200);
        response.setContentType(Accept.EVENTS);
        response.setHeader("Cache-Control", "no-cache, no-store, no-transform");
        response.setHeader("X-Accel-Buffering", "no");
        response.flushBuffer();
        return response.getOutputStream();
    }

    private synchronized List<byte[]> take() {
        List<byte[]> frames = new ArrayList<>(queue);
        long now = System.nanoTime();
        lastWritten = now;
        writeDeadline = now + pace.patience().toNanos() + Pacing.nanos(queuedBytes);
        queue.clear();
        queuedBytes = 0;
        writing = !frames.isEmpty();
        complete = !writing && finished;
        return frames;
    }

    private synchronized boolean isComplete() {
        return complete || gone;
    }

    private void end() {
        stay.close();
        over.complete(null);
    }
}
