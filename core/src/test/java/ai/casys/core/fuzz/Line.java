// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A connection to the server with a thread that collects what comes. One thread writes. */
final class Line implements AutoCloseable {

    private static final int MOST_KEPT = 4 << 20;

    private final Socket socket = new Socket();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean ended;
    private boolean waits = true;
    private int requests;

    Line(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().name("fuzz-reader").start(this::read);
    }

    /** Sends a request as its delivery says; a server that has closed already is no fault. */
    void send(Step step, String wire) {
        requests++;
        waits &= step.delivery().waits();
        byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
        int part = step.delivery().partial() ? (int) ((long) bytes.length * step.cut() / 1000) : bytes.length;
        try {
            int piece = step.delivery() == Delivery.DRIBBLE ? Math.max(1, part / 40) : Math.max(1, part);
            for (int at = 0; at < part; at += piece) {
                socket.getOutputStream().write(bytes, at, Math.min(piece, part - at));
                socket.getOutputStream().flush();
                if (piece < part) {
                    LockSupport.parkNanos(500_000);
                }
            }
            switch (step.delivery()) {
                case HALF_CLOSED -> socket.shutdownOutput();
                case CLOSED -> socket.close();
                case RESET -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
                case WHOLE, DRIBBLE, TRUNCATED, PIPELINED, KEPT, CHUNKED, CHUNKED_JUNK -> {}
            }
        } catch (IOException _) {
            // The server may refuse a request before it has read all of it.
        }
    }

    synchronized String received() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the server has answered all it was asked, keeps a stream open, or has closed the connection. */
    synchronized boolean isSettled() {
        if (ended || !waits) {
            return true;
        }
        Response.All all = Response.parse(received());
        return all.fault().isPresent()
                || (!all.responses().isEmpty() && all.responses().getLast().isEvents())
                || all.responses().stream().filter(Response::complete).count() >= requests;
    }

    /** Waits until it is so, at most so long. */
    synchronized boolean await(Predicate<Line> condition, long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        while (!condition.test(this)) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Whether it is settled, and a stream has said something. */
    synchronized boolean isTelling() {
        if (!isSettled()) {
            return false;
        }
        List<Response> responses = Response.parse(received()).responses();
        return ended
                || responses.isEmpty()
                || !responses.getLast().isEvents()
                || responses.getLast().complete()
                || responses.getLast().body().contains("data:");
    }

    private void read() {
        byte[] buffer = new byte[16 * 1024];
        try {
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                synchronized (this) {
                    if (received.size() < MOST_KEPT) {
                        received.write(buffer, 0, count);
                    }
                    notifyAll();
                }
            }
        } catch (IOException _) {
            // An end like any other.
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // It is of no use any more.
        }
    }
}
