// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads server-sent events (WHATWG HTML, "Server-sent events") within bounded memory: of an event that is too large only
 * the edges are kept, and reading goes on after it. Lines may end in LF, CR or both; comments and events without data
 * are passed over. One thread.
 */
final class EventReader {

    /** What {@link #next} met. */
    enum Step {
        /** {@link #type()} and {@link #data()} hold an event. */
        EVENT,
        /** An event exceeds the limit; {@link #skip} passes over the rest of it. */
        TOO_LARGE,
        /** The stream is over; an event that was not finished is dropped. */
        END
    }

    /** Longer pauses before a reconnection are cut to this. */
    static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private static final int EDGE = 4096;
    private static final int SPARE = 1 << 20;
    private static final byte[] DATA = {'d', 'a', 't', 'a'};

    private final InputStream in;
    private final int limit;
    private final byte[] chunk = new byte[1 << 12];
    private int at;
    private int filled;
    private boolean afterReturn;
    private byte[] line = {};
    private int lineFrom;
    private int lineTo;
    private final ByteArrayOutputStream started = new ByteArrayOutputStream();
    private ByteArrayOutputStream data = new ByteArrayOutputStream();
    private boolean hasData;
    private boolean overflowing;
    private String type = "";
    private String id = "";
    private String eventType = "";
    private byte[] event = {};
    private byte[] head = {};
    private byte[] tail = {};
    private Optional<String> lastId = Optional.empty();
    private Optional<Duration> retry = Optional.empty();

    EventReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Reads on to the end of the next event with data, or to where an event becomes too large. */
    Step next() throws IOException {
        if (overflowing) {
            skip();
        }
        while (true) {
            switch (readLine()) {
                case END -> {
                    return Step.END;
                }
                case TOO_LARGE -> {
                    return Step.TOO_LARGE;
                }
                case EVENT -> {
                    if (lineFrom < lineTo) {
                        field();
                    } else if (finish()) {
                        return Step.EVENT;
                    }
                }
            }
        }
    }

    /** Whether the event is of the type that MCP messages have. */
    boolean isMessage() {
        return eventType.isEmpty() || eventType.equals("message");
    }

    /** The type of the event; empty if it names none. */
    String type() {
        return eventType;
    }

    /** The data of the event. */
    byte[] data() {
        return event;
    }

    /** The first bytes of the data of an event beyond the limit, at most 4 KiB. */
    byte[] head() {
        return head;
    }

    /** The last bytes of an event beyond the limit, at most 4 KiB. */
    byte[] tail() {
        return tail;
    }

    /** The id of the last whole event that had one. */
    Optional<String> lastId() {
        return lastId;
    }

    /** How long the server wants us to wait before a reconnection, at most 30 s. */
    Optional<Duration> retry() {
        return retry;
    }

    /** The line, or the end of the stream, or that the event has become too large. */
    private Step readLine() throws IOException {
        started.reset();
        while (at < filled || fill()) {
            if (isSecondHalf()) {
                continue;
            }
            int end = lineEnd();
            if (started.size() + data.size() + (end - at) > limit) {
                overflow(end);
                return Step.TOO_LARGE;
            }
            boolean whole = end < filled;
            if (!whole || started.size() > 0) {
                started.write(chunk, at, end - at);
            }
            line = started.size() > 0 ? started.toByteArray() : chunk;
            lineFrom = started.size() > 0 ? 0 : at;
            lineTo = started.size() > 0 ? line.length : end;
            at = end + (whole ? 1 : 0);
            if (whole) {
                afterReturn = chunk[end] == '\r';
                return Step.EVENT;
            }
        }
        return Step.END;
    }

    /** Keeps the beginning of the event, which ends in the piece of a line before that place. */
    private void overflow(int pieceEnd) {
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        start.writeBytes(edge(data.toByteArray()));
        start.writeBytes(edge(started.toByteArray()));
        start.write(chunk, at, Math.min(EDGE, pieceEnd - at));
        byte[] all = start.toByteArray();
        int from = hasData ? 0 : valueStart(all, 0, all.length);
        head = Arrays.copyOfRange(all, from, Math.min(all.length, from + EDGE));
        tail = new byte[0];
        overflowing = true;
        data = new ByteArrayOutputStream();
        hasData = false;
    }

    /** Passes over the rest of an event that is too large, and keeps its end; as long as the server goes on. */
    void skip() throws IOException {
        overflowing = false;
        boolean atLineStart = false;
        while (at < filled || fill()) {
            if (isSecondHalf()) {
                continue;
            }
            int end = lineEnd();
            if (atLineStart && end == at && end < filled) {
                endLine(end);
                break;
            }
            keepTail(end);
            atLineStart = end < filled;
            if (atLineStart) {
                endLine(end);
            } else {
                at = filled;
            }
        }
        finish();
    }

    private void endLine(int end) {
        afterReturn = chunk[end] == '\r';
        at = end + 1;
    }

    private void keepTail(int end) {
        byte[] both = Arrays.copyOf(tail, tail.length + Math.min(EDGE, end - at));
        System.arraycopy(chunk, Math.max(at, end - EDGE), both, tail.length, both.length - tail.length);
        tail = both.length <= EDGE ? both : Arrays.copyOfRange(both, both.length - EDGE, both.length);
    }

    private static byte[] edge(byte[] bytes) {
        return bytes.length <= EDGE ? bytes : Arrays.copyOf(bytes, EDGE);
    }

    /** Whether the next byte only completes the line ending before it, and was taken. */
    private boolean isSecondHalf() {
        boolean second = afterReturn && chunk[at] == '\n';
        afterReturn = false;
        if (second) {
            at++;
        }
        return second;
    }

    private int lineEnd() {
        int end = at;
        while (end < filled && chunk[end] != '\n' && chunk[end] != '\r') {
            end++;
        }
        return end;
    }

    /** Ends the event; whether it has data. */
    private boolean finish() {
        boolean complete = hasData && data.size() > 0;
        if (complete) {
            event = data.toByteArray();
            eventType = type;
        }
        if (data.size() > SPARE) {
            data = new ByteArrayOutputStream();
        } else {
            data.reset();
        }
        hasData = false;
        type = "";
        lastId = id.isEmpty() ? Optional.empty() : Optional.of(id);
        return complete;
    }

    private void field() {
        int colon = lineFrom;
        while (colon < lineTo && line[colon] != ':') {
            colon++;
        }
        int from = valueStart(line, lineFrom, lineTo);
        if (Arrays.equals(line, lineFrom, colon, DATA, 0, DATA.length)) {
            if (hasData) {
                data.write('\n');
            }
            hasData = true;
            data.write(line, from, lineTo - from);
            return;
        }
        switch (new String(line, lineFrom, Math.min(8, colon - lineFrom), StandardCharsets.ISO_8859_1)) {
            case "event" -> type = text(from);
            case "id" -> id(text(from));
            case "retry" -> retry(text(from));
            default -> {
                // A comment has an empty name; unknown fields are to be ignored.
            }
        }
    }

    private static int valueStart(byte[] bytes, int lineStart, int lineEnd) {
        int colon = lineStart;
        while (colon < lineEnd && bytes[colon] != ':') {
            colon++;
        }
        int from = Math.min(lineEnd, colon + 1);
        return from < lineEnd && bytes[from] == ' ' ? from + 1 : from;
    }

    /** An id goes back to the server as a header, so only what fits one is kept. */
    private void id(String text) {
        if (text.length() <= 1024 && HeaderText.isPlain(text)) {
            id = text;
        }
    }

    private void retry(String text) {
        if (text.matches("\\d{1,9}")) {
            Duration wanted = Duration.ofMillis(Long.parseLong(text));
            retry = Optional.of(wanted.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wanted);
        }
    }

    private String text(int from) {
        return new String(line, from, lineTo - from, StandardCharsets.UTF_8);
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(chunk));
        return filled > 0;
    }
}
