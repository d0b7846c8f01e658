// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import ai.casys.core.http.FuzzTarget;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A fuzzing campaign against a server in this process. Cases are made in rounds: those of one round depend only on the
 * seed and on what earlier rounds have kept, so a seed repeats a campaign as far as answers do not depend on time; what
 * breaks something is printed byte by byte besides. Used by one thread.
 */
public final class Fuzzing {

    private static final int ROUND = 128;
    private static final int AT_ONCE = 24;
    private static final int MOST_KEPT = 600;
    private static final int LARGEST_KEPT = 12_000;
    private static final long DEADLINE_MILLIS = 15_000;
    private static final int ATTEMPTS = 250;
    private static final String GOOD =
            "{\"jsonrpc\":\"2.0\",\"id\":\"good\",\"method\":\"server/discover\",\"params\":{\"_meta\":{"
                    + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";

    private final long seed;
    private final PrintStream out;
    private final FuzzTarget target = new FuzzTarget();
    private final Player player = new Player(target.port(), DEADLINE_MILLIS);
    private final List<Script> recorded = Script.recorded();
    private final List<Script> kept = new ArrayList<>();
    private final Set<String> signatures = new HashSet<>();
    private final Map<String, String> failures = new TreeMap<>();
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private long cases;

    private Fuzzing(long seed, PrintStream out) {
        this.seed = seed;
        this.out = out;
    }

    /** What a campaign found. */
    public record Report(long cases, int signatures, List<String> failures) {
        public Report {
            failures = List.copyOf(failures);
        }
    }

    private record Result(Script script, Player.Played played, Optional<String> violation) {}

    /** Fuzzes for so long, then looks for what is left behind. Failures are printed as they are found. */
    public static Report run(long seed, Duration time, PrintStream out) throws IOException, InterruptedException {
        Fuzzing fuzzing = new Fuzzing(seed, out);
        try (fuzzing.target) {
            fuzzing.campaign(time);
            return new Report(fuzzing.cases, fuzzing.signatures.size(), List.copyOf(fuzzing.failures.values()));
        }
    }

    private void campaign(Duration time) throws IOException, InterruptedException {
        Leaks leaks = new Leaks(target);
        long until = System.nanoTime() + time.toNanos();
        fold(play(recorded));
        requireGoodStart();
        // What classes, pools and caches need is no leak, so the measure is taken when all have been used.
        boolean measured = false;
        while (System.nanoTime() < until && failures.size() < 10) {
            fold(play(round()));
            if (!measured && cases > 1_000) {
                leaks.begin();
                measured = true;
            }
        }
        out.printf(
                "%d cases, %d signatures, %d scripts kept, answers by status %s%n",
                cases, signatures.size(), kept.size(), new TreeMap<>(statuses));
        for (String leak : leaks.found(measured)) {
            failures.put(leak, leak);
            out.println("LEAK " + leak);
        }
    }

    /** Recorded exchanges that nobody has touched must work, or the campaign would show nothing. */
    private void requireGoodStart() {
        if (statuses.getOrDefault(200, 0) < 80) {
            failures.put("start", "the recorded exchanges do not work: answers by status " + statuses);
        }
    }

    private List<Script> round() {
        List<Script> scripts = new ArrayList<>();
        for (int index = 0; index < ROUND; index++) {
            Random random = new Random(seed * 31 + cases + index);
            Mutator mutator = new Mutator(random);
            boolean fresh = kept.isEmpty() || random.nextBoolean();
            Script base = fresh ? any(recorded, random) : any(kept, random);
            scripts.add(mutator.mutate(base, any(recorded, random)));
        }
        return scripts;
    }

    private static Script any(List<Script> scripts, Random random) {
        return scripts.get(random.nextInt(scripts.size()));
    }

    private List<Result> play(List<Script> scripts) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        try (ExecutorService players = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("fuzz-player").factory())) {
            List<Future<Result>> running = new ArrayList<>();
            scripts.forEach(script -> running.add(players.submit(() -> play(script))));
            for (Future<Result> result : running) {
                results.add(result.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a case could not be played", e);
        }
        return results;
    }

    private Result play(Script script) throws IOException, InterruptedException {
        Player.Played played = player.play(script);
        return new Result(script, played, Invariants.violated(played).or(this::unwell));
    }

    /** Whether the server does not answer a good request. */
    private Optional<String> unwell() {
        Step good = new Step(
                "POST /mcp HTTP/1.1",
                List.of(
                        "Host: localhost",
                        "Content-Type: application/json",
                        "Accept: application/json, text/event-stream",
                        "MCP-Protocol-Version: 2026-07-28",
                        "Mcp-Method: server/discover"),
                GOOD,
                Delivery.WHOLE,
                0);
        try {
            Player.Played played = player.play(new Script("good", List.of(good)));
            List<Response> answers =
                    Response.parse(played.received().getFirst()).responses();
            return !answers.isEmpty() && answers.getFirst().body().contains("\"id\":\"good\"")
                    ? Optional.empty()
                    : Optional.of("a good request is not answered any more: " + played.received());
        } catch (IOException e) {
            return Optional.of("the server cannot be reached any more: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void fold(List<Result> results) {
        for (Result result : results) {
            result.played().received().stream()
                    .flatMap(received -> Response.parse(received).responses().stream())
                    .forEach(response -> statuses.merge(response.status(), 1, Integer::sum));
            if (result.violation().isPresent()) {
                failed(result.script(), result.violation().get());
            } else if (signatures.addAll(Invariants.signatures(result.played()))
                    && kept.size() < MOST_KEPT
                    && result.script().size() < LARGEST_KEPT) {
                kept.add(result.script());
            }
            cases++;
        }
    }

    private void failed(Script script, String violation) {
        String kind = kind(violation);
        if (failures.containsKey(kind)) {
            return;
        }
        Script smallest = new Minimiser(candidate -> breaks(candidate, kind), ATTEMPTS).minimise(script);
        StringBuilder text = new StringBuilder()
                .append(violation)
                .append(" (seed ")
                .append(seed)
                .append(", case ")
                .append(cases)
                .append(", made of ")
                .append(script.name())
                .append(")");
        for (Step step : smallest.steps()) {
            text.append("\n--- ")
                    .append(step.delivery())
                    .append(' ')
                    .append(step.cut())
                    .append('\n');
            text.append(shown(step.wire(Map.of())));
        }
        failures.put(kind, text.toString());
        out.println("FAILURE " + text);
    }

    private boolean breaks(Script script, String kind) {
        try {
            return play(script)
                    .violation()
                    .map(Fuzzing::kind)
                    .filter(kind::equals)
                    .isPresent();
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String kind(String violation) {
        return violation.length() > 30 ? violation.substring(0, 30) : violation;
    }

    /** The bytes as a reader can type them. */
    private static String shown(String bytes) {
        StringBuilder text = new StringBuilder();
        for (char next : bytes.substring(0, Math.min(bytes.length(), 3_000)).toCharArray()) {
            if (next == '\n' || (next >= ' ' && next < 0x7f)) {
                text.append(next);
            } else if (next != '\r') {
                text.append(String.format("\\x%02x", (int) next));
            }
        }
        return bytes.length() > 3_000 ? text + "… (" + bytes.length() + " bytes)" : text.toString();
    }
}
