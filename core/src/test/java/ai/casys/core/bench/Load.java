// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Callers that call one after another, each on a connection of its own, and remember how long each answer took. The
 * connections stay open from run to run. One thread.
 */
final class Load implements AutoCloseable {

    /** How many answers are shown when they are wrong. */
    private static final int MOST_SHOWN = 5;

    private final List<LoadConnection> connections = new ArrayList<>();
    private long run;

    /** When a caller stops. */
    record Length(int callsPerConnection, Duration time) {

        static Length calls(int all, int connections) {
            return new Length(Math.max(1, all / connections), Duration.ofDays(1));
        }

        static Length lasting(Duration time) {
            return new Length(Integer.MAX_VALUE, time);
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
    record Outcome(Latencies latencies, double seconds, int wrong, int missing, List<String> problems) {
        Outcome {
            problems = List.copyOf(problems);
        }

        double perSecond() {
            return latencies.count() / seconds;
        }
    }

    Load(URI endpoint, String tool, int count) throws IOException {
        for (int index = 0; index < count; index++) {
            connections.add(new LoadConnection(endpoint, tool));
        }
    }

    /** Lets every connection call until the length is reached. */
    Outcome run(Length length) throws InterruptedException {
        run++;
        CountDownLatch start = new CountDownLatch(1);
        List<Caller> callers = new ArrayList<>();
        for (int index = 0; index < connections.size(); index++) {
            callers.add(new Caller(connections.get(index), "r" + run + "c" + index + "n", length, start));
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
                callers.stream().mapToInt(caller -> caller.wrong).sum(),
                callers.stream().mapToInt(caller -> caller.missing).sum(),
                callers.stream()
                        .flatMap(caller -> caller.problems.stream())
                        .limit(MOST_SHOWN)
                        .toList());
    }

    @Override
    public void close() throws IOException {
        for (LoadConnection connection : connections) {
            connection.close();
        }
    }

    /** Written by its own thread, read after that has ended. */
    private static final class Caller implements Runnable {
        private final LoadConnection connection;
        private final String mark;
        private final Length length;
        private final CountDownLatch start;
        private final List<String> problems = new ArrayList<>();
        private long[] nanos = new long[1024];
        private int right;
        private int wrong;
        private int missing;

        Caller(LoadConnection connection, String mark, Length length, CountDownLatch start) {
            this.connection = connection;
            this.mark = mark;
            this.length = length;
            this.start = start;
        }

        @Override
        public void run() {
            try {
                start.await();
                long end = System.nanoTime() + length.time().toNanos();
                for (int call = 1; call <= length.callsPerConnection() && System.nanoTime() < end; call++) {
                    call(call);
                }
            } catch (IOException e) {
                missing++;
                problems.add(mark + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void call(int number) throws IOException {
            long begin = System.nanoTime();
            boolean asExpected = connection.call(number, mark + number);
            long took = System.nanoTime() - begin;
            if (!asExpected) {
                wrong++;
                problems.add(mark + number + " was answered with something else");
                return;
            }
            if (right == nanos.length) {
                nanos = Arrays.copyOf(nanos, right * 2);
            }
            nanos[right++] = took;
        }
    }
}
