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

/**
 * What sessions cost that do nothing: many clients of the legacy era, each with its event stream open, and some more that
 * call. Every answer is checked. Several waves of them, each ended before the next comes, show whether anything of a
 * session is left behind.
 */
public final class SessionsBenchmark implements Bench.Benchmark {

    /** What was found; threads are the platform's in the engine's process. */
    public record Outcome(double residentBefore, int threadsBefore, List<Wave> waves) {
        public Outcome {
            waves = List.copyOf(waves);
        }
    }

    /** What was found while all clients of a wave were there. */
    public record Wave(double resident, int threads, Traffic traffic) {
        /** What the active clients met. */
        public record Traffic(long calls, long wrong, long missing, double perSecond) {}
    }

    @Override
    public String usage() {
        return "[--idle 2000] [--active 200] [--seconds 20] [--waves 1] [--json]: memory and threads with so many"
                + " sessions open";
    }

    @Override
    public Report run(Bench.Options options) throws IOException, InterruptedException {
        Outcome outcome = measure(
                options.number("idle", 2_000),
                options.number("active", 200),
                Duration.ofSeconds(options.number("seconds", 20)),
                options.number("waves", 1));
        Report report = new Report()
                .add("resident_before", outcome.residentBefore(), "MB")
                .add("threads_before", outcome.threadsBefore(), "");
        for (int count = 0; count < outcome.waves().size(); count++) {
            Wave wave = outcome.waves().get(count);
            String number = count == 0 ? "" : "_" + (count + 1);
            report.add("resident_with_sessions" + number, wave.resident(), "MB")
                    .add("threads_with_sessions" + number, wave.threads(), "")
                    .add("calls" + number, (double) wave.traffic().calls(), "")
                    .add("wrong" + number, (double) wave.traffic().wrong(), "")
                    .add("missing" + number, (double) wave.traffic().missing(), "")
                    .add("calls_rate" + number, wave.traffic().perSecond(), "per_s");
        }
        return report;
    }

    /** Opens the idle sessions with their streams, lets the active ones call for a time, and looks at the engine. */
    public static Outcome measure(int idle, int active, Duration time, int waves)
            throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("casys-sessions").toRealPath();
        try (EchoProcess echo = EchoProcess.http()) {
            EchoHome.write(home, echo.url());
            try (EngineProcess engine =
                    EngineProcess.startForMeasuring(home).ready().serversReady("http", "stdio")) {
                double residentBefore = Memory.residentMegabytes(engine.process());
                int threadsBefore = Memory.threads(engine.process());
                List<Wave> found = new ArrayList<>();
                for (int count = 0; count < waves; count++) {
                    found.add(wave(engine, idle, active, time));
                }
                return new Outcome(residentBefore, threadsBefore, found);
            }
        } finally {
            Folders.delete(home);
        }
    }

    private static Wave wave(EngineProcess engine, int idle, int active, Duration time)
            throws IOException, InterruptedException {
        URI endpoint = engine.url().resolve("/mcp");
        List<LoadConnection> sleeping = new ArrayList<>();
        try {
            for (int count = 0; count < idle; count++) {
                LoadConnection session = new LoadConnection(endpoint, "http__echo", ClientKind.LEGACY);
                sleeping.add(session);
                session.listen();
            }
            Wave wave = callBeside(engine, new Load(endpoint, "http__echo", active), time);
            try (LoadConnection last = new LoadConnection(endpoint, "http__echo", ClientKind.LEGACY)) {
                for (LoadConnection session : sleeping) {
                    last.end(session);
                }
            }
            return wave;
        } finally {
            for (LoadConnection session : sleeping) {
                session.close();
            }
        }
    }

    private static Wave callBeside(EngineProcess engine, Load load, Duration time)
            throws IOException, InterruptedException {
        try (load) {
            Load.Outcome calls = load.run(Load.Length.lasting(time));
            calls.problems().forEach(System.err::println);
            return new Wave(
                    Memory.residentMegabytes(engine.process()),
                    Memory.threads(engine.process()),
                    new Wave.Traffic(calls.latencies().count(), calls.wrong(), calls.missing(), calls.perSecond()));
        }
    }
}
