// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcBatch;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcParseException;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.ProtocolVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A server that is our child process and speaks in lines over its standard streams (all revisions, "stdio").
 *
 * <p>Three daemon threads a server: one reads standard output and calls the listener, one drains standard error, one
 * writes standard input. They are platform threads, because a read or write on a pipe blocks the carrier of a virtual
 * thread, and enough mute servers would starve all others. Senders only queue.
 */
public final class StdioTransport implements McpTransport {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int MAX_LOG_LINE = 8192;
    private static final int MAX_GARBAGE = 1000;

    private final StdioCommand command;
    private final JsonRpcCodec codec = new JsonRpcCodec();
    private final OutgoingQueue outgoing = new OutgoingQueue();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Child child;
    private final LastWords lastWords = new LastWords();

    /** What exists once the process runs. */
    private record Child(Process process, ProcessTree tree, TransportListener listener, Thread reader, Thread log) {}

    public StdioTransport(StdioCommand command) {
        this.command = command;
    }

    @Override
    public void start(TransportListener listener) {
        if (child != null || closed.get()) {
            throw new IllegalStateException("a transport is started once");
        }
        Process process = startProcess();
        Thread reader = thread("out", () -> read(process.getInputStream(), listener));
        Thread log = thread("err", () -> drainErrors(process.getErrorStream()));
        Child started = new Child(process, new ProcessTree(process), listener, reader, log);
        child = started;
        log.start();
        thread("in", () -> write(process.getOutputStream())).start();
        reader.start();
        // A grandchild may hold the pipe open, so the end of the process is watched, not only that of its output.
        Thread.ofVirtual().name("mcp-exit").start(() -> exited(started));
    }

    @Override
    public void send(JsonRpcMessage message) {
        if (closed.get() || child == null) {
            throw new TransportException(TransportException.Kind.CLOSED, "\"" + description() + "\" is not running");
        }
        byte[] line = codec.encode(message);
        if (!outgoing.offer(line)) {
            throw new TransportException(
                    TransportException.Kind.OVERLOADED,
                    "\"" + description() + "\" does not read its input; too many messages wait for it already");
        }
    }

    /** Standard streams carry no version. */
    @Override
    public void protocolVersion(ProtocolVersion version) {}

    @Override
    public boolean abandon(RequestId request) {
        return false;
    }

    /** The name of the program; arguments may hold secrets. */
    @Override
    public String description() {
        return command.command();
    }

    /**
     * The process and its descendants, as far as they live, the process itself first. To be noted down by whoever wants
     * to find them again after a crash of ours.
     */
    public List<Long> pids() {
        Child running = child;
        return running == null ? List.of() : running.tree().pids();
    }

    /** Closes the input of the server, waits up to 2 s, then ends it and its descendants; at most 5 s in all. */
    @Override
    public void close() {
        Child running = child;
        if (running == null) {
            closed.set(true);
            return;
        }
        finish(running, "it was closed");
        stop(running);
    }

    private Process startProcess() {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        List<String> line = new ArrayList<>();
        line.add(new CommandPath(command.environment(), windows).resolve(command.command(), command.cwd()));
        line.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        try {
            builder.environment().putAll(command.environment());
            command.cwd().ifPresent(directory -> builder.directory(directory.toFile()));
            return builder.start();
        } catch (IOException | IllegalArgumentException e) {
            throw new TransportException(
                    TransportException.Kind.CONNECT,
                    "\"" + description() + "\" could not be started: " + e.getMessage(),
                    e);
        }
    }

    private void read(InputStream in, TransportListener listener) {
        LineReader lines = new LineReader(in, command.maxMessageBytes());
        int garbage = 0;
        boolean first = true;
        try {
            while (garbage <= MAX_GARBAGE) {
                switch (lines.next()) {
                    case END -> {
                        ended("it closed its output");
                        return;
                    }
                    case TOO_LONG -> tooLong(lines, listener);
                    case LINE -> garbage = whole(lines.line(), listener) ? 0 : garbage + 1;
                }
                if (first) {
                    first = false;
                    refreshTree();
                }
            }
            ended("it wrote more than " + MAX_GARBAGE + " lines in a row that are no messages");
        } catch (IOException e) {
            ended("its output cannot be read: " + e.getMessage());
        }
    }

    /** Whether the line was fine. */
    private boolean whole(byte[] line, TransportListener listener) {
        if (isBlank(line)) {
            return true;
        }
        try {
            if (!codec.isBatch(line)) {
                listener.message(codec.parse(line));
                return true;
            }
            JsonRpcBatch batch = codec.parseBatch(line);
            batch.messages().forEach(listener::message);
            return !batch.messages().isEmpty();
        } catch (JsonRpcParseException e) {
            listener.problem("a line of its output is no message (" + e.getMessage() + ")");
            log("stdout: " + text(line));
            return false;
        }
    }

    private void tooLong(LineReader lines, TransportListener listener) {
        String text = "\"" + description() + "\" sent a message of more than " + command.maxMessageBytes()
                + " bytes; ask for less or raise the limit";
        TransportException problem = new TransportException(TransportException.Kind.TOO_LARGE, text);
        OversizeAnswer.id(lines.head(), lines.tail())
                .ifPresentOrElse(id -> listener.failed(id, problem), () -> listener.problem(text));
    }

    private void drainErrors(InputStream in) {
        LineReader lines = new LineReader(in, MAX_LOG_LINE);
        try {
            while (true) {
                switch (lines.next()) {
                    case END -> {
                        return;
                    }
                    case TOO_LONG -> errorLine(text(lines.head()) + " ...");
                    case LINE -> errorLine(text(lines.line()));
                }
            }
        } catch (IOException e) {
            log("standard error cannot be read any more: " + e.getMessage());
        }
    }

    private void errorLine(String line) {
        lastWords.add(line);
        log(line);
    }

    /** A sink that fails must not stop the draining, or the server would block on a full pipe. */
    private void log(String line) {
        try {
            command.log().accept(line);
        } catch (RuntimeException e) {
            lastWords.add("its log failed: " + e.getMessage());
        }
    }

    private void write(OutputStream out) {
        try (out) {
            outgoing.drain(out);
        } catch (IOException _) {
            // The server has gone; its exit is noticed elsewhere, with its code.
            outgoing.finish();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void refreshTree() {
        Child running = child;
        if (running != null) {
            running.tree().refresh();
        }
    }

    /** Called by the reader; the exit of the process, if it follows at once, gives the better reason. */
    private void ended(String reason) {
        Child running = child;
        if (running == null) {
            return;
        }
        try {
            if (running.process().waitFor(1, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        finish(running, reason);
        Thread.ofVirtual().name("mcp-stop").start(() -> stop(running));
    }

    /** Waits for the end of the process, on a thread of its own. */
    private void exited(Child ended) {
        try {
            ended.process().waitFor();
            ended.reader().join(Duration.ofSeconds(1));
            ended.log().join(Duration.ofMillis(200));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        String words = lastWords.text();
        finish(
                ended,
                "the process ended with exit code " + ended.process().exitValue()
                        + (words.isEmpty() ? "" : "; its last words: " + words));
        stop(ended);
    }

    private void finish(Child running, String reason) {
        if (closed.compareAndSet(false, true)) {
            running.listener().closed(Optional.of(reason));
        }
    }

    private void stop(Child running) {
        if (!stopping.compareAndSet(false, true)) {
            awaitStop();
            return;
        }
        running.tree().refresh();
        outgoing.finish();
        try {
            running.tree().end(GRACE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            running.process().destroyForcibly();
        } finally {
            stopped.countDown();
        }
    }

    private void awaitStop() {
        try {
            if (!stopped.await(6, TimeUnit.SECONDS)) {
                log("it could not be ended within 6 s");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread thread(String stream, Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .name("mcp-" + stream + " " + description())
                .unstarted(work);
    }

    private static boolean isBlank(byte[] line) {
        for (byte letter : line) {
            if (letter != ' ' && letter != '\t' && letter != '\r') {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] line) {
        return new String(line, 0, Math.min(line.length, MAX_LOG_LINE), StandardCharsets.UTF_8).stripTrailing();
    }
}
