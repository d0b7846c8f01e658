// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.mcp.McpMethods;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What was said to the client of one session, kept for a while so that a client whose connection broke can ask for the
 * rest (2025-11-25, transports, "Resumability and Redelivery"). Bounded in events and bytes: what a connection has
 * carried already is forgotten first, then progress and log messages, then, of the stream of unsolicited messages, the
 * oldest; if that is not enough, the oldest stream breaks. Safe for any number of threads; receivers are called under
 * the lock, which keeps the order, and do not block.
 */
public final class MessageLog {

    private static final JsonRpcCodec CODEC = new JsonRpcCodec();
    private static final String UNSOLICITED = "0";
    private static final String LOG_MESSAGE = "notifications/message";

    /**
     * A place in a stream.
     *
     * @param number of the last message that the client has received
     */
    public record Position(MessageStream stream, long number) {}

    /** The sizes a log keeps to. */
    record Bounds(int events, int bytes) {
        static final Bounds DEFAULTS = new Bounds(512, 8 << 20);
    }

    private static final class Event {
        private final MessageStream stream;
        private final long number;
        private final byte[] message;
        private final boolean expendable;
        private final Instant at;
        private boolean carried;

        Event(MessageStream stream, long number, byte[] message, boolean expendable, Instant at) {
            this.stream = stream;
            this.number = number;
            this.message = message;
            this.expendable = expendable;
            this.at = at;
        }
    }

    private final Bounds bounds;
    private final InstantSource clock;
    private final Deque<Event> events = new ArrayDeque<>(2);
    private final Map<String, MessageStream> streams = new HashMap<>(4);
    private final Map<MessageStream, List<MessageStream.Receiver>> receivers = new HashMap<>(4);
    private final MessageStream unsolicited = new MessageStream(this, UNSOLICITED);
    private long opened;
    private long bytes;
    private boolean closed;

    MessageLog(Bounds bounds, InstantSource clock) {
        this.bounds = bounds;
        this.clock = clock;
        streams.put(UNSOLICITED, unsolicited);
    }

    /** The stream of what answers no request. Of several receivers the newest gets the messages, and it alone. */
    public MessageStream unsolicited() {
        return unsolicited;
    }

    /** Begins the stream of one request. */
    public synchronized MessageStream open() {
        opened++;
        MessageStream stream = new MessageStream(this, Long.toString(opened, 36));
        if (!closed) {
            streams.put(stream.id(), stream);
        }
        return stream;
    }

    /**
     * What an event id of this session points to.
     *
     * @return empty if the id is not of this session, or its stream has been forgotten
     */
    public synchronized Optional<Position> find(String eventId) {
        int dash = eventId.lastIndexOf('-');
        if (dash < 1 || eventId.length() > 40 || !eventId.substring(dash + 1).matches("\\d{1,18}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(eventId.substring(dash + 1));
        return Optional.ofNullable(streams.get(eventId.substring(0, dash)))
                .filter(stream -> number <= stream.last)
                .map(stream -> new Position(stream, number));
    }

    /** Whether a connection carries a stream now. */
    synchronized boolean isReceived() {
        return !receivers.isEmpty();
    }

    synchronized void append(MessageStream stream, JsonRpcMessage message) {
        if (closed || stream.finished || stream.broken) {
            return;
        }
        byte[] encoded = CODEC.encode(message);
        if (stream.equals(unsolicited) && message instanceof JsonRpcNotification && isWaiting(encoded)) {
            return;
        }
        stream.last++;
        Event event = new Event(stream, stream.last, encoded, isExpendable(message), clock.instant());
        events.add(event);
        bytes += encoded.length;
        deliver(event);
        shrink();
    }

    synchronized void finish(MessageStream stream) {
        stream.finished = true;
        List<MessageStream.Receiver> done = receivers.remove(stream);
        if (done != null) {
            done.forEach(MessageStream.Receiver::ended);
        }
        forgetIfOver(stream);
    }

    synchronized void attachFresh(MessageStream stream, MessageStream.Receiver receiver) {
        attach(
                stream,
                receiver,
                events.stream()
                        .filter(event -> event.stream.equals(stream) && !event.carried)
                        .mapToLong(event -> event.number - 1)
                        .findFirst()
                        .orElse(stream.last));
    }

    synchronized void attach(MessageStream stream, MessageStream.Receiver receiver, long after) {
        if (closed || stream.broken) {
            receiver.ended();
            return;
        }
        receivers.computeIfAbsent(stream, key -> new ArrayList<>(1)).add(receiver);
        receiver.begin(stream.eventId(after));
        events.stream()
                .filter(event -> event.stream.equals(stream) && event.number > after)
                .forEach(this::deliver);
        if (stream.finished) {
            detach(stream, receiver);
            receiver.ended();
        }
    }

    synchronized void detach(MessageStream stream, MessageStream.Receiver receiver) {
        List<MessageStream.Receiver> present = receivers.get(stream);
        if (present == null) {
            return;
        }
        present.remove(receiver);
        if (present.isEmpty()) {
            receivers.remove(stream);
        } else {
            // What came while the newest receiver was dying is for the one before it.
            events.stream()
                    .filter(event -> event.stream.equals(stream) && !event.carried)
                    .forEach(this::deliver);
        }
    }

    /** Forgets what was said before the instant in streams that are complete. */
    synchronized void forgetBefore(Instant instant) {
        Iterator<Event> all = events.iterator();
        List<MessageStream> touched = new ArrayList<>();
        while (all.hasNext()) {
            Event event = all.next();
            boolean over = event.stream.finished || (event.stream.equals(unsolicited) && event.carried);
            if (over && event.at.isBefore(instant)) {
                all.remove();
                bytes -= event.message.length;
                touched.add(event.stream);
            }
        }
        touched.forEach(this::forgetIfOver);
    }

    /** Ends every stream; nothing is kept. */
    synchronized void close() {
        closed = true;
        events.clear();
        streams.clear();
        bytes = 0;
        List<MessageStream.Receiver> present =
                receivers.values().stream().flatMap(List::stream).toList();
        receivers.clear();
        present.forEach(MessageStream.Receiver::ended);
    }

    private void deliver(Event event) {
        List<MessageStream.Receiver> present = receivers.get(event.stream);
        if (present != null) {
            event.carried |= present.getLast().deliver(event.stream.eventId(event.number), event.message);
        }
    }

    private boolean isWaiting(byte[] message) {
        return events.stream()
                .anyMatch(event ->
                        event.stream.equals(unsolicited) && !event.carried && Arrays.equals(event.message, message));
    }

    private void shrink() {
        while (events.size() > bounds.events() || bytes > bounds.bytes()) {
            boolean enough = removeFirst(event -> event.carried && event.stream.finished)
                    || removeFirst(event -> event.carried)
                    || removeFirst(event -> event.expendable || event.stream.equals(unsolicited));
            if (!enough) {
                breakOff(events.getFirst().stream);
            }
        }
    }

    private boolean removeFirst(Predicate<Event> which) {
        Iterator<Event> all = events.iterator();
        while (all.hasNext()) {
            Event event = all.next();
            if (which.test(event)) {
                all.remove();
                bytes -= event.message.length;
                forgetIfOver(event.stream);
                return true;
            }
        }
        return false;
    }

    private void breakOff(MessageStream stream) {
        stream.broken = true;
        events.removeIf(event -> {
            if (event.stream.equals(stream)) {
                bytes -= event.message.length;
                return true;
            }
            return false;
        });
        streams.remove(stream.id());
        List<MessageStream.Receiver> present = receivers.remove(stream);
        if (present != null) {
            present.forEach(MessageStream.Receiver::ended);
        }
    }

    private void forgetIfOver(MessageStream stream) {
        if (stream.finished && events.stream().noneMatch(event -> event.stream.equals(stream))) {
            streams.remove(stream.id());
        }
    }

    /** Reports of how a request goes are worth little once nobody reads them. */
    private static boolean isExpendable(JsonRpcMessage message) {
        return message instanceof JsonRpcNotification notification
                && (notification.method().equals(McpMethods.PROGRESS)
                        || notification.method().equals(LOG_MESSAGE));
    }
}
