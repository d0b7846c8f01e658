// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads server-sent events (WHATWG HTML, "Server-sent events") within bounded memory. Lines may end in LF, CR or both;
 * comments and events of other types than "message" are passed over. One thread.
 */
final class EventReader {

    /** Longer pauses before a reconnection are cut to this. */
    static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private final InputStream in;
    private final int limit;
    private final byte[] chunk = new byte[1 << 14];
    private int at;
    private int filled;
    private boolean afterReturn;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private boolean hasData;
    private String type = "";
    private byte[] message = {};
    private Optional<String> lastId = Optional.empty();
    private Optional<Duration> retry = Optional.empty();

    EventReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /**
     * Reads on to the next message with data; false at the end of the stream, where an incomplete event is dropped.
     *
     * @throws TransportException TOO_LARGE if an event exceeds the limit
     */
    boolean next() throws IOException {
        while (true) {
            if (!readLine()) {
                return false;
            }
            if (line.size() > 0) {
                field(line.toByteArray());
                continue;
            }
            boolean complete = hasData && data.size() > 0 && (type.isEmpty() || type.equals("message"));
            message = complete ? data.toByteArray() : message;
            data.reset();
            hasData = false;
            type = "";
            if (complete) {
                return true;
            }
        }
    }

    /** The data of the event. */
    byte[] data() {
        return message;
    }

    /** The last id that the stream has named. */
    Optional<String> lastId() {
        return lastId;
    }

    /** How long the server wants us to wait before a reconnection, at most 30 s. */
    Optional<Duration> retry() {
        return retry;
    }

    private boolean readLine() throws IOException {
        line.reset();
        while (at < filled || fill()) {
            byte letter = chunk[at++];
            boolean second = afterReturn && letter == '\n';
            afterReturn = letter == '\r';
            if (second) {
                continue;
            }
            if (letter == '\n' || letter == '\r') {
                return true;
            }
            line.write(letter);
            if (line.size() + data.size() > limit) {
                throw new TransportException(
                        TransportException.Kind.TOO_LARGE,
                        "an event of the server exceeds " + limit + " bytes; ask for less or raise the limit");
            }
        }
        return false;
    }

    private void field(byte[] bytes) {
        int colon = 0;
        while (colon < bytes.length && bytes[colon] != ':') {
            colon++;
        }
        String name = new String(bytes, 0, colon, StandardCharsets.UTF_8);
        int from = Math.min(bytes.length, colon + 1);
        if (from < bytes.length && bytes[from] == ' ') {
            from++;
        }
        switch (name) {
            case "data" -> {
                if (hasData) {
                    data.write('\n');
                }
                hasData = true;
                data.write(bytes, from, bytes.length - from);
            }
            case "event" -> type = text(bytes, from);
            case "id" -> id(text(bytes, from));
            case "retry" -> retry(text(bytes, from));
            default -> {
                // A comment has an empty name; unknown fields are to be ignored.
            }
        }
    }

    /** An id goes back to the server as a header, so only what fits one is kept. */
    private void id(String text) {
        if (text.length() <= 1024 && HeaderText.isPlain(text)) {
            lastId = text.isEmpty() ? Optional.empty() : Optional.of(text);
        }
    }

    private void retry(String text) {
        if (text.matches("\\d{1,9}")) {
            Duration wanted = Duration.ofMillis(Long.parseLong(text));
            retry = Optional.of(wanted.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wanted);
        }
    }

    private static String text(byte[] bytes, int from) {
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(chunk));
        return filled > 0;
    }
}
