// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Server-sent events as bytes (WHATWG HTML, "Server-sent events"). The data is always a single line. */
final class EventFrames {

    /** A comment, by which both ends notice that the other is there. */
    static final byte[] HEARTBEAT = ascii(": \n\n");

    private static final byte[] DATA = ascii("data: ");
    private static final byte[] END = ascii("\n\n");

    private EventFrames() {}

    /** An event that the client cannot refer to. */
    static byte[] message(byte[] line) {
        return frame("", line);
    }

    /** An event that the client can refer to. */
    static byte[] message(String id, byte[] line) {
        return frame("id: " + id + "\n", line);
    }

    /** An event of a type of its own. */
    static byte[] named(String type, byte[] line) {
        return frame("event: " + type + "\n", line);
    }

    /** An event without data, which tells the client from where and after which pause to come back. */
    static byte[] priming(String id, Duration retry) {
        return ascii("id: " + id + "\nretry: " + retry.toMillis() + "\ndata: \n\n");
    }

    private static byte[] frame(String head, byte[] line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + DATA.length + line.length + END.length);
        out.writeBytes(ascii(head));
        out.writeBytes(DATA);
        out.writeBytes(line);
        out.writeBytes(END);
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
