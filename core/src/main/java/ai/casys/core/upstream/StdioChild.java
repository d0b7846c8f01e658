// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.transport.McpTransport;
import ai.casys.shared.transport.StdioTransport;
import ai.casys.shared.transport.TransportListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A child process whose family is on record from the moment it runs, and gone when this is closed. Safe for any number
 * of threads; whoever closes it second waits for the first.
 */
final class StdioChild implements McpTransport {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final String server;
    private final StdioTransport transport;
    private final ChildFile file;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable ProcessFamily family;
    private volatile Optional<Long> pid = Optional.empty();

    StdioChild(String server, StdioTransport transport, ChildFile file) {
        this.server = server;
        this.transport = transport;
        this.file = file;
    }

    /** The child's process number, once it was started. */
    Optional<Long> pid() {
        return pid;
    }

    @Override
    public void start(TransportListener listener) {
        transport.start(listener);
        transport.pids().stream().findFirst().flatMap(ProcessHandle::of).ifPresent(process -> {
            pid = Optional.of(process.pid());
            ProcessFamily followed = ProcessFamily.follow(server, process, file);
            family = followed;
            if (closing.get()) {
                // Closed meanwhile, possibly without having seen the family.
                followed.end(GRACE);
            }
        });
    }

    @Override
    public void send(JsonRpcMessage message) {
        transport.send(message);
    }

    @Override
    public void protocolVersion(ProtocolVersion version) {
        transport.protocolVersion(version);
    }

    @Override
    public boolean abandon(RequestId request) {
        return transport.abandon(request);
    }

    @Override
    public String description() {
        return transport.description();
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitClosed();
            return;
        }
        try {
            ProcessFamily known = family;
            if (known != null) {
                known.look();
            }
            transport.close();
            if (known != null) {
                known.end(GRACE);
            }
        } finally {
            closed.countDown();
        }
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
