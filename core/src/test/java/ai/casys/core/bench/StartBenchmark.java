// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.e2e.EngineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long {@code ./casys serve} takes to be ready, first and again, and what it then takes of memory. */
final class StartBenchmark implements Bench.Benchmark {

    @Override
    public String usage() {
        return "--config FILE [--runs 5] [--json]: cold and warm start with the servers of FILE, and memory";
    }

    @Override
    public Report run(Bench.Options options) throws IOException {
        Path config = Path.of(options.required("config"));
        Path home = Files.createTempDirectory("casys-bench").toRealPath();
        try {
            Files.copy(config, home.resolve("casys.json"));
            Report report = new Report();
            Bench.Times cold = new Bench.Times();
            start(home, cold);
            report.add("cold_ready", cold.microseconds(0.5) / 1_000, "ms");
            Bench.Times warm = new Bench.Times();
            double resident = 0;
            for (int run = 0; run < options.number("runs", 5); run++) {
                resident = Math.max(resident, start(home, warm));
            }
            return report.add("warm_ready", warm).add("resident_at_most", resident, "MB");
        } finally {
            Folders.delete(home);
        }
    }

    private static double start(Path home, Bench.Times times) throws IOException {
        Path script = Path.of(System.getProperty("casys.launcher"));
        long start = System.nanoTime();
        try (EngineProcess engine = EngineProcess.startByScript(home, script).ready()) {
            times.add(System.nanoTime() - start);
            EngineProcess.await(
                    "every server",
                    java.time.Duration.ofSeconds(90),
                    () -> engine.json("/api/v1/status")
                            .path("servers")
                            .valueStream()
                            .noneMatch(server -> server.path("state").asString().equals("starting")));
            return Memory.residentMegabytes(engine.process());
        }
    }
}
