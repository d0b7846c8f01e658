// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes server-sent events to one response. Used by one thread at a time. Opens the stream with the first thing written; once
 * the client has gone, writing does nothing.
 */
final class EventWriter {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEARTBEAT = ": \n\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpServletResponse response;
    private boolean open;
    private boolean gone;

    EventWriter(HttpServletResponse response) {
        this.response = response;
    }

    /** Whether the response has become an event stream. */
    boolean isOpen() {
        return open;
    }

    /** Whether the client has gone. */
    boolean isGone() {
        return gone;
    }

    /** Makes the response an event stream and lets the client know at once. */
    void open() {
        write(out -> {});
    }

    /** One event whose data is a single line. */
    void event(byte[] line) {
        write(out -> {
            out.write(DATA);
            out.write(line);
            out.write(END);
        });
    }

    /** One event that the client can refer to. */
    void event(String id, byte[] line) {
        write(out -> {
            out.write(("id: " + id + "\n").getBytes(StandardCharsets.US_ASCII));
            out.write(DATA);
            out.write(line);
            out.write(END);
        });
    }

    /** A comment, by which both ends notice that the other is there. */
    void heartbeat() {
        write(out -> out.write(HEARTBEAT));
    }

    private void write(Content content) {
        if (gone) {
            return;
        }
        if (!open) {
            open = true;
            response.setStatus(200);
            response.setContentType(Accept.EVENTS);
            response.setHeader("Cache-Control", "no-cache, no-store, no-transform");
            response.setHeader("X-Accel-Buffering", "no");
        }
        try {
            OutputStream out = response.getOutputStream();
            content.writeTo(out);
            response.flushBuffer();
        } catch (IOException _) {
            gone = true;
        }
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
