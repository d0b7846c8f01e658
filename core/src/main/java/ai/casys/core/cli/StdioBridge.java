// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.JsonRpcBatch;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcParseException;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.transport.McpTransport;
import ai.casys.shared.transport.TransportException;
import ai.casys.shared.transport.TransportListener;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries MCP messages between a client on standard streams and the engine's HTTP endpoint, in both eras: what is of the
 * stateless one goes through {@link ModernSide}, the rest through the session that {@code initialize} opens. When the engine ends, the
 * questions that were under way are answered with an error, and the next message opens a new session on a new engine in
 * the client's name. One thread reads the client; answers are written by whichever thread brings them.
 */
final class StdioBridge {

    private static final Logger log = LoggerFactory.getLogger(StdioBridge.class);
    private static final int LONGEST_LINE = 64 << 20;
    private static final long LAST_ANSWERS_NANOS = 30_000_000_000L;
    private static final long OPENING_NANOS = 60_000_000_000L;
    private static final RequestId REOPENING = new RequestId.TextId("casys-reopen");

    private final Supplier<EngineAddress> engine;
    private final Function<EngineAddress, McpTransport> connector;
    private final BufferedInputStream in;
    private final ClientOutput out;
    private final ModernSide modern;
    private final JsonRpcCodec codec = new JsonRpcCodec();

    /** Questions of the client that the engine has not answered; also guards the fields below. */
    private final Set<RequestId> open = new HashSet<>();

    private @Nullable McpTransport transport;
    private @Nullable JsonRpcRequest initialize;
    private boolean opening;

    StdioBridge(
            Supplier<EngineAddress> engine,
            Function<EngineAddress, McpTransport> connector,
            InputStream in,
            OutputStream out) {
        this.engine = engine;
        this.connector = connector;
        this.in = new BufferedInputStream(in, 1 << 16);
        this.out = new ClientOutput(out);
        this.modern = new ModernSide(() -> connector.apply(engine.get()), this.out);
    }

    /** Carries messages until the client closes its end, and returns the exit code. */
    int run() {
        try {
            for (Optional<byte[]> line = readLine(); line.isPresent(); line = readLine()) {
                if (line.get().length > 0) {
                    accept(line.get());
                }
            }
            awaitAnswers();
            return 0;
        } catch (IOException e) {
            throw new CasysException(
                    ErrorCategory.UNAVAILABLE, "the client's end of the streams failed: " + e.getMessage(), e);
        } finally {
            closeTransport();
        }
    }

    private void accept(byte[] line) {
        try {
            if (codec.isBatch(line)) {
                acceptBatch(codec.parseBatch(line));
                return;
            }
            forward(codec.parse(line));
        } catch (JsonRpcParseException e) {
            out.write(e.toFailure());
        }
    }

    /** Only revision 2025-03-26 has batches. */
    private void acceptBatch(JsonRpcBatch batch) {
        out.expect(batch);
        batch.messages().forEach(this::forward);
    }

    private void forward(JsonRpcMessage message) {
        if (modern.concerns(message)) {
            modern.forward(message);
            return;
        }
        if (message instanceof JsonRpcRequest request) {
            synchronized (open) {
                open.add(request.id());
                if (request.method().equals("initialize")) {
                    initialize = request;
                }
            }
        }
        try {
            McpTransport engineSide = connected(message);
            if (message instanceof JsonRpcRequest request && request.method().equals("initialize")) {
                open(engineSide, request);
                return;
            }
            engineSide.send(message);
        } catch (TransportException | CasysException e) {
            if (message instanceof JsonRpcRequest request) {
                fail(request.id(), String.valueOf(e.getMessage()));
            }
        }
    }

    /** The connection to the engine, opened anew when the last one is gone. */
    private McpTransport connected(JsonRpcMessage message) {
        JsonRpcRequest first;
        synchronized (open) {
            if (transport != null) {
                return transport;
            }
            first = initialize;
        }
        McpTransport fresh = connector.apply(engine.get());
        fresh.start(new Answers(fresh));
        synchronized (open) {
            transport = fresh;
        }
        if (first != null && !first.equals(message)) {
            open(fresh, new JsonRpcRequest(REOPENING, first.method(), first.params()));
            fresh.send(new JsonRpcNotification("notifications/initialized", Optional.empty()));
        }
        return fresh;
    }

    /**
     * Sends {@code initialize} and waits for its answer, which brings the session that every later message must name; a
     * client need not wait itself.
     */
    private void open(McpTransport engineSide, JsonRpcRequest request) {
        synchronized (open) {
            opening = true;
        }
        engineSide.send(request);
        long deadline = System.nanoTime() + OPENING_NANOS;
        synchronized (open) {
            while (opening && System.nanoTime() < deadline) {
                try {
                    open.wait(100);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void opened() {
        synchronized (open) {
            opening = false;
            open.notifyAll();
        }
    }

    private final class Answers implements TransportListener {

        private final McpTransport from;

        Answers(McpTransport from) {
            this.from = from;
        }

        @Override
        public void message(JsonRpcMessage message) {
            Optional<RequestId> answered = switch (message) {
                case JsonRpcResult result -> Optional.of(result.id());
                case JsonRpcFailure failure -> failure.id();
                case JsonRpcRequest _, JsonRpcNotification _ -> Optional.empty();
            };
            if (message instanceof JsonRpcResult result && opens(result.id())) {
                Optional.ofNullable(
                                result.result().tree().path("protocolVersion").asString(null))
                        .flatMap(ProtocolVersion::of)
                        .ifPresent(from::protocolVersion);
            }
            if (answered.filter(REOPENING::equals).isPresent()) {
                opened();
                return;
            }
            out.write(message);
            answered.ifPresent(StdioBridge.this::settled);
            if (answered.filter(StdioBridge.this::opens).isPresent()) {
                opened();
            }
        }

        @Override
        public void failed(RequestId request, TransportException problem) {
            if (opens(request)) {
                opened();
            }
            fail(request, String.valueOf(problem.getMessage()));
        }

        @Override
        public void problem(String description) {
            log.warn("{}", description);
        }

        @Override
        public void closed(Optional<String> reason) {
            List<RequestId> lost;
            synchronized (open) {
                if (from.equals(transport)) {
                    transport = null;
                }
                lost = List.copyOf(open);
            }
            opened();
            lost.forEach(id -> fail(
                    id,
                    "the engine ended before it answered; whether the work was done is not known"
                            + reason.map(text -> " (" + text + ")").orElse("")));
        }
    }

    private boolean opens(RequestId id) {
        synchronized (open) {
            return id.equals(REOPENING)
                    || (initialize != null && initialize.id().equals(id));
        }
    }

    private void settled(RequestId id) {
        synchronized (open) {
            open.remove(id);
            open.notifyAll();
        }
    }

    private void fail(RequestId id, String message) {
        synchronized (open) {
            if (!open.contains(id)) {
                return;
            }
        }
        out.write(new JsonRpcFailure(
                Optional.of(id), new JsonRpcError(ErrorCategory.UNAVAILABLE.jsonRpcCode(), message)));
        settled(id);
    }

    /** A client may close its end while answers are on their way; they are still wanted for a short while. */
    private void awaitAnswers() {
        long deadline = System.nanoTime() + LAST_ANSWERS_NANOS;
        synchronized (open) {
            while (isAwaited() && System.nanoTime() < deadline) {
                try {
                    open.wait(100);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** Called with the lock held. */
    private boolean isAwaited() {
        return modern.isAwaited() || (!open.isEmpty() && transport != null);
    }

    private void closeTransport() {
        modern.close();
        McpTransport last;
        synchronized (open) {
            last = transport;
            transport = null;
        }
        if (last != null) {
            last.close();
        }
    }

    private Optional<byte[]> readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return Optional.of(line.toByteArray());
            }
            if (next != '\r') {
                line.write(next);
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a message of more than " + (LONGEST_LINE >> 20) + " MiB");
            }
        }
        return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
    }
}
