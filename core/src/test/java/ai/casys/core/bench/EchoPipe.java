// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The echo as a child process without any gateway: some clients share its pipes, each with one call on the way. What a
 * gateway over stdio is measured against. A thread of its own hands the answers out.
 */
final class EchoPipe implements Closeable {

    private static final long PATIENCE_SECONDS = 30;
    private static final String TOOL = "echo";
    private static final String ID = "\"id\":";
    private static final String ENDED = "";

    /** The ids of one client lie within one span. */
    private static final long SPAN = 1_000_000_000L;

    private final Process process;
    private final OutputStream out;
    private final BufferedReader in;
    private final Lock writing = new ReentrantLock();
    private final List<PipeClient> clients = new ArrayList<>();

    EchoPipe(ClientKind kind, int count) throws IOException {
        process = new ProcessBuilder(EchoProcess.command("stdio"))
                .redirectError(Redirect.DISCARD)
                .start();
        out = process.getOutputStream();
        in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), 1 << 16);
        for (int index = 0; index < count; index++) {
            clients.add(new PipeClient(kind, index * SPAN));
        }
        send(ClientKind.initialize());
        if (in.readLine() == null) {
            throw new IOException("the echo server did not start");
        }
        Thread.ofPlatform().daemon().name("echo-pipe").start(this::handOut);
    }

    List<LoadClient> clients() {
        return List.copyOf(clients);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void send(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        writing.lock();
        try {
            out.write(bytes);
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    private void handOut() {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                long client = id(line) / SPAN;
                if (client >= 0 && client < clients.size()) {
                    clients.get((int) client).heard(line);
                }
            }
        } catch (IOException _) {
            // The process has ended; its clients are told below.
        }
        clients.forEach(client -> client.heard(ENDED));
    }

    /** The id in the envelope, which the echo writes before anything that a client chose; negative if there is none. */
    private static long id(String line) {
        int from = line.indexOf(ID) + ID.length();
        int to = from;
        while (to < line.length() && Character.isDigit(line.charAt(to))) {
            to++;
        }
        return from < ID.length() || from == to ? -1 : Long.parseLong(line, from, to, 10);
    }

    private final class PipeClient implements LoadClient {
        private final ClientKind kind;
        private final long first;
        private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(2);

        PipeClient(ClientKind kind, long first) {
            this.kind = kind;
            this.first = first;
        }

        @Override
        public boolean call(long id, String text) throws IOException {
            long own = first + id;
            send(kind.call(own, TOOL, text));
            try {
                String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (answer == null || answer.equals(ENDED)) {
                    throw new IOException(answer == null ? "no answer came" : "the echo server has ended");
                }
                return ClientKind.isAnswer(answer, own, text);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        /** An answer too many finds no room and is dropped; the next call then finds the wrong one and says so. */
        void heard(String line) {
            if (!answers.offer(line) && line.equals(ENDED)) {
                answers.clear();
                answers.add(ENDED);
            }
        }

        @Override
        public void close() {
            // The pipes are shared; the whole is closed at once.
        }
    }
}
