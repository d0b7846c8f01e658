// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Implementation;
import ai.casys.shared.mcp.ProtocolVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is remembered of one client of the legacy era between {@code initialize} and its end. Bound to the caller who
 * opened it. Safe for any number of threads.
 */
public final class Session {

    private final String id;
    private final Caller caller;
    private final ProtocolVersion version;
    private final Implementation client;
    private final RawJson clientCapabilities;
    private final InstantSource clock;
    private final Conversation conversation;
    private final MessageLog log;
    private final Map<RequestId, Cancellation> inFlight = new HashMap<>();
    private Instant lastUsed;
    private boolean open = true;

    Session(
            String id,
            Caller caller,
            ProtocolVersion version,
            Implementation client,
            RawJson clientCapabilities,
            InstantSource clock) {
        this.id = Objects.requireNonNull(id, "id is null");
        this.caller = Objects.requireNonNull(caller, "caller is null");
        this.version = Objects.requireNonNull(version, "version is null");
        this.client = Objects.requireNonNull(client, "client is null");
        this.clientCapabilities = Objects.requireNonNull(clientCapabilities, "clientCapabilities is null");
        this.conversation = new Conversation(caller.owner(), clientCapabilities);
        this.clock = clock;
        this.log = new MessageLog(MessageLog.Bounds.DEFAULTS, clock);
        this.lastUsed = clock.instant();
    }

    /** Unguessable; visible ASCII characters only. */
    public String id() {
        return id;
    }

    /** Who opened it. */
    public Caller caller() {
        return caller;
    }

    /** The revision agreed upon. */
    public ProtocolVersion version() {
        return version;
    }

    /** How the client introduced itself. */
    public Implementation client() {
        return client;
    }

    /** The {@code capabilities} object that the client sent. */
    public RawJson clientCapabilities() {
        return clientCapabilities;
    }

    Conversation conversation() {
        return conversation;
    }

    /** False once it was ended, by whomever. */
    public synchronized boolean isOpen() {
        return open;
    }

    /** What is said to the client outside plain answers, resumable. */
    public MessageLog log() {
        return log;
    }

    /** Says something to the client that answers no request; it waits until the client listens. */
    void notifyClient(JsonRpcMessage message) {
        log.unsolicited().add(message);
    }

    synchronized void touch() {
        lastUsed = clock.instant();
    }

    synchronized Instant lastUsed() {
        return lastUsed;
    }

    /** Whether a request is being worked on or somebody listens; such a session does not expire. */
    boolean isBusy() {
        synchronized (this) {
            if (!inFlight.isEmpty()) {
                return true;
            }
        }
        return log.isReceived();
    }

    /**
     * Notes that a request is being worked on.
     *
     * @return empty if one with the same id already is
     */
    synchronized Optional<Cancellation> begin(RequestId request) {
        Cancellation cancellation = new Cancellation();
        if (inFlight.putIfAbsent(request, cancellation) != null) {
            return Optional.empty();
        }
        return Optional.of(cancellation);
    }

    synchronized void finish(RequestId request) {
        inFlight.remove(request);
        lastUsed = clock.instant();
    }

    /** Withdraws a request that is being worked on; an unknown id is ignored, since its answer may be on its way. */
    void cancel(RequestId request) {
        Optional<Cancellation> cancellation;
        synchronized (this) {
            cancellation = Optional.ofNullable(inFlight.get(request));
        }
        cancellation.ifPresent(Cancellation::cancel);
    }

    /** Ends the session: its requests are withdrawn, its listeners wake up. */
    void end() {
        List<Cancellation> running;
        synchronized (this) {
            open = false;
            running = List.copyOf(inFlight.values());
        }
        log.close();
        conversation.end();
        running.forEach(Cancellation::cancel);
    }
}
