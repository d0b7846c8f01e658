// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Callers that call one after another, each as a client of its own, and remember how long each answer took. The
 * connections stay open from run to run. One thread.
 */
final class Load implements AutoCloseable {

    /** How many answers are shown when they are wrong. */
    private static final int MOST_SHOWN = 5;

    /** Keeps the ids of one run apart from those of the next on the same connection. */
    private static final long MOST_CALLS_A_RUN = 10_000_000L;

    private final List<LoadClient> clients;
    private final Closeable shared;
    private long run;

    /**
     * When the callers stop.
     *
     * @param calls how many all of them make together; {@link Long#MAX_VALUE} where only the time counts
     */
    record Length(long calls, Duration time) {

        /** Exactly so many calls; those that a broken connection leaves unmade count as missing. */
        static Length calls(long all) {
            return new Length(all, Duration.ofDays(1));
        }

        static Length lasting(Duration time) {
            return new Length(Long.MAX_VALUE, time);
        }

        private boolean counted() {
            return calls != Long.MAX_VALUE;
        }

        /** The share of one of several callers, so that all shares together are the whole. */
        private long share(int index, int callers) {
            return counted() ? calls / callers + (index < calls % callers ? 1 : 0) : calls;
        }
    }

    /** How long the right answers of a run took. */
    static final class Latencies {
        private final long[] sorted;

        private Latencies(long[] sorted) {
            this.sorted = sorted;
        }

        int count() {
            return sorted.length;
        }

        /** Milliseconds below which so large a share of the answers came. */
        double milliseconds(double share) {
            return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))] / 1e6;
        }
    }

    /**
     * What came of a run.
     *
     * @param wrong answers that did not carry the value of their question
     * @param missing calls without any answer, which also end their connection
     */
    record Outcome(Latencies latencies, double seconds, long wrong, long missing, List<String> problems) {
        Outcome {
            problems = List.copyOf(problems);
        }

        double perSecond() {
            return latencies.count() / seconds;
        }
    }

    /** Connects so many clients of the legacy kind to an endpoint. */
    Load(URI endpoint, String tool, int count) throws IOException {
        this(endpoint, tool, ClientKind.LEGACY, count);
    }

    /** Connects so many clients to an endpoint. */
    Load(URI endpoint, String tool, ClientKind kind, int count) throws IOException {
        this(connected(endpoint, tool, kind, count), () -> {});
    }

    /** @param shared what is to be closed after the clients */
    Load(List<? extends LoadClient> clients, Closeable shared) {
        this.clients = List.copyOf(clients);
        this.shared = shared;
    }

    private static List<LoadConnection> connected(URI endpoint, String tool, ClientKind kind, int count)
            throws IOException {
        List<LoadConnection> connections = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            connections.add(new LoadConnection(endpoint, tool, kind));
        }
        return connections;
    }

    /** Lets every connection call until the length is reached. */
    Outcome run(Length length) throws InterruptedException {
        run++;
        CountDownLatch start = new CountDownLatch(1);
        List<Caller> callers = new ArrayList<>();
        for (int index = 0; index < clients.size(); index++) {
            Length own = new Length(length.share(index, clients.size()), length.time());
            callers.add(new Caller(clients.get(index), run, "c" + index, own, start));
        }
        List<Thread> threads = callers.stream()
                .map(caller -> Thread.ofPlatform().name("load").start(caller))
                .toList();
        long begin = System.nanoTime();
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] sorted = callers.stream()
                .flatMapToLong(caller -> Arrays.stream(caller.nanos, 0, caller.right))
                .sorted()
                .toArray();
        return new Outcome(
                new Latencies(sorted),
                seconds,
                callers.stream().mapToLong(caller -> caller.wrong).sum(),
                callers.stream().mapToLong(caller -> caller.missing).sum(),
                callers.stream()
                        .flatMap(caller -> caller.problems.stream())
                        .limit(MOST_SHOWN)
                        .toList());
    }

    @Override
    public void close() throws IOException {
        for (LoadClient client : clients) {
            client.close();
        }
        shared.close();
    }

    /** Written by its own thread, read after that has ended. */
    private static final class Caller implements Runnable {
        private final LoadClient client;
        private final long firstId;
        private final String mark;
        private final Length length;
        private final CountDownLatch start;
        private final List<String> problems = new ArrayList<>();
        private long[] nanos = new long[1024];
        private int right;
        private long wrong;
        private long missing;

        Caller(LoadClient client, long run, String name, Length length, CountDownLatch start) {
            this.client = client;
            this.firstId = run * MOST_CALLS_A_RUN;
            this.mark = "r" + run + name + "n";
            this.length = length;
            this.start = start;
        }

        @Override
        public void run() {
            try {
                start.await();
                long end = System.nanoTime() + length.time().toNanos();
                for (long call = 1; call <= length.calls() && System.nanoTime() < end; call++) {
                    call(call);
                }
            } catch (IOException e) {
                missing = length.counted() ? length.calls() - right - wrong : 1;
                problems.add(mark + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void call(long number) throws IOException {
            long begin = System.nanoTime();
            boolean asExpected = client.call(firstId + number, mark + number);
            long took = System.nanoTime() - begin;
            if (!asExpected) {
                wrong++;
                if (problems.size() < MOST_SHOWN) {
                    problems.add(mark + number + " was answered with something else");
                }
                return;
            }
            if (right == nanos.length) {
                nanos = Arrays.copyOf(nanos, right * 2);
            }
            nanos[right++] = took;
        }
    }
}
