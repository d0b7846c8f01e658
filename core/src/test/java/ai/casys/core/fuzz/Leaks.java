// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import ai.casys.core.http.FuzzTarget;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a server may not keep when all its clients have gone. Used by one thread. */
final class Leaks {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long MOST_GROWTH = 40L << 20;
    private static final int MOST_MORE_THREADS = 6;
    /** Virtual threads that live only as long as a request, a stream or a call. */
    private static final Pattern WORKING =
            Pattern.compile("(?m)^(#\\d+) \"(http-\\d+|http-events|mcp-request|mcp-held|list-[^\"]*)\" virtual.*$");

    private final FuzzTarget target;
    private final Set<String> foreign;
    private long heap;
    private int threads;

    /** For a server that nobody has used yet: what works now in this JVM belongs to others. */
    Leaks(FuzzTarget target) throws IOException {
        this.target = target;
        this.foreign = WORKING.matcher(threads())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    /** Takes the measure of a server that has been used. */
    void begin() throws IOException, InterruptedException {
        settled();
        heap = usedHeap();
        threads = Thread.getAllStackTraces().size();
    }

    /** What is left; to be asked when no client is there any more. */
    List<String> found(boolean measured) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>(settled());
        if (measured) {
            long growth = usedHeap() - heap;
            if (growth > MOST_GROWTH) {
                found.add("the heap has grown by " + (growth >> 20) + " MB");
            }
            int more = Thread.getAllStackTraces().size() - threads;
            if (more > MOST_MORE_THREADS) {
                found.add(more + " platform threads more");
            }
        }
        found.addAll(permits());
        return found;
    }

    /** Waits until nothing is at work any more, and says what still is. */
    private List<String> settled() throws IOException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        List<String> left = left();
        while (!left.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            left = left();
        }
        return left;
    }

    private List<String> left() throws IOException {
        List<String> left = new ArrayList<>();
        int sessions = target.sessions();
        if (sessions > 0) {
            left.add(sessions + " sessions are still open");
            return left;
        }
        String text = threads();
        List<String> working = WORKING.matcher(text)
                .results()
                .filter(match -> !foreign.contains(match.group(1)))
                .map(match -> text.substring(match.start(), Math.min(text.length(), match.end() + 700)))
                .toList();
        if (!working.isEmpty()) {
            left.add(working.size() + " threads still work, the first one:\n" + working.getFirst());
        }
        return left;
    }

    private static String threads() throws IOException {
        Path folder = Files.createTempDirectory("casys-fuzz");
        Path dump = folder.resolve("threads.txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            return Files.readString(dump);
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(folder);
        }
    }

    /** Every request that the limit allows must be let in at once: a place that was never given back would be missing. */
    private List<String> permits() throws InterruptedException {
        target.holdCalls();
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        HttpClient client = HttpClient.newHttpClient();
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + target.port() + "/api/v1/call"))
                    .header("Content-Type", "application/json")
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"files:held\",\"arguments\":{}}"))
                    .build();
            for (int count = 0; count < FuzzTarget.REQUESTS_PER_CALLER; count++) {
                calls.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .thenApply(HttpResponse::statusCode)
                        .exceptionally(_ -> 0));
            }
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (target.heldCalls() < calls.size()
                    && calls.stream().noneMatch(CompletableFuture::isDone)
                    && System.nanoTime() < until) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            target.releaseCalls();
            long refused = calls.stream().filter(call -> call.join() != 200).count();
            return refused == 0
                    ? List.of()
                    : List.of(refused + " of " + calls.size() + " requests find no room, though nobody else is there");
        } finally {
            client.shutdownNow();
            client.awaitTermination(PATIENCE);
        }
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            ManagementFactory.getMemoryMXBean().gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
