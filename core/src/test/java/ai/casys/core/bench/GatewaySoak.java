// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.e2e.EngineProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Hours in small: calls over HTTP and stdio without a pause, sessions that come and go, and the demand that every answer
 * is right and that memory does not grow once it has settled.
 */
public final class GatewaySoak {

    /** The heap may be anywhere between two collections; growth beyond this is a leak. */
    private static final double MOST_GROWTH_MB = 48;

    /** The first part of the time is for settling. */
    private static final double SETTLING = 0.3;

    private static final int ROUND_SECONDS = 5;

    private GatewaySoak() {}

    /** Runs for so long; fails with what was wrong. */
    public static void run(long seed, Duration time) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("casys-soak").toRealPath();
        Random random = new Random(seed);
        try (EchoProcess echo = EchoProcess.http()) {
            EchoHome.write(home, echo.url());
            try (EngineProcess engine =
                    EngineProcess.startForMeasuring(home).ready().serversReady("http", "stdio")) {
                List<Double> resident = new ArrayList<>();
                long calls = 0;
                long end = System.nanoTime() + time.toNanos();
                while (System.nanoTime() < end) {
                    calls += round(engine, random);
                    resident.add(Memory.residentMegabytes(engine.process()));
                }
                requireFlat(resident, calls);
            }
        } finally {
            Folders.delete(home);
        }
    }

    /** Fresh sessions call for some seconds and are left behind, as clients leave them. */
    private static long round(EngineProcess engine, Random random) throws IOException, InterruptedException {
        URI endpoint = engine.url().resolve("/mcp");
        String tool = random.nextBoolean() ? "http__echo" : "stdio__echo";
        try (Load load = new Load(endpoint, tool, 1 + random.nextInt(32))) {
            Load.Outcome outcome = load.run(Load.Length.lasting(Duration.ofSeconds(ROUND_SECONDS)));
            if (outcome.wrong() + outcome.missing() > 0) {
                throw new AssertionError(
                        outcome.wrong() + " wrong answers, " + outcome.missing() + " missing: " + outcome.problems());
            }
            return outcome.latencies().count();
        }
    }

    private static void requireFlat(List<Double> resident, long calls) {
        int from = (int) (resident.size() * SETTLING);
        int middle = (from + resident.size()) / 2;
        double early = median(resident.subList(from, Math.max(from + 1, middle)));
        double late = median(resident.subList(Math.min(middle, resident.size() - 1), resident.size()));
        System.out.printf(
                "%,d calls, all right; resident memory %.0f MB in the first half after settling, %.0f MB in the second%n",
                calls, early, late);
        if (late - early > MOST_GROWTH_MB) {
            throw new AssertionError("resident memory grew from " + early + " to " + late + " MB: " + resident);
        }
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
