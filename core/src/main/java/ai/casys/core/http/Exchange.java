// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.gateway.Answer;
import ai.casys.core.gateway.ClientStream;
import ai.casys.core.gateway.Inbound;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one POST on their way through the gateway. They are worked on by the thread of the request itself,
 * and a plain answer is left to it. Only when something has to be said before the answer, or the answer takes long, the
 * response becomes a stream, which other threads carry to the client. Safe for any number of threads.
 */
final class Exchange implements ClientStream, Patrol.Post {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Door door;
    private final Supplier<Track> opening;
    private final long silentUntil;
    private @Nullable Track track;
    private boolean closed;

    /** @param silence after so long without an answer the response becomes a stream, which shows that it lives */
    Exchange(Door door, Supplier<Track> opening, Duration silence) {
        this.door = door;
        this.opening = opening;
        this.silentUntil = System.nanoTime() + silence.toNanos();
    }

    /** What comes after the answer is dropped, since the protocol forbids it. */
    @Override
    public void send(JsonRpcMessage message) {
        Track stream;
        synchronized (this) {
            if (closed) {
                return;
            }
            stream = stream();
        }
        stream.add(message);
    }

    @Override
    public void visit(long now) {
        synchronized (this) {
            if (!closed && now - silentUntil > 0) {
                stream();
            }
        }
    }

    /** Handles one message on this thread; whatever goes wrong is an answer, too. */
    Answer handle(Inbound inbound) {
        try {
            return door.handle(inbound, this);
        } catch (RuntimeException e) {
            LOG.error("request {} failed", inbound.correlationId(), e);
            return failure(inbound);
        }
    }

    /** Says nothing more by itself. The stream that the response has become, if it has, is the caller's to finish. */
    synchronized Optional<Track> close() {
        closed = true;
        return Optional.ofNullable(track);
    }

    /** Called with the lock held. */
    private Track stream() {
        Track present = track;
        if (present == null) {
            present = opening.get();
            track = present;
        }
        return present;
    }

    private static Answer failure(Inbound inbound) {
        if (!(inbound.message() instanceof JsonRpcRequest request)) {
            return new Answer.Silence();
        }
        String message = "Internal error. The details are in the gateway's log under correlation id "
                + inbound.correlationId() + ".";
        return new Answer.Reply(
                new JsonRpcFailure(Optional.of(request.id()), new JsonRpcError(JsonRpcError.INTERNAL_ERROR, message)));
    }
}
