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
 * call. Every answer is checked.
 */
public final class SessionsBenchmark implements Bench.Benchmark {

    /** What was found; platform threads are those of the engine's process, the idle streams open. */
    public record Outcome(
            double residentBefore, double residentAfter, int threadsBefore, int threadsAfter, Traffic traffic) {
        /** What the active clients met. */
        public record Traffic(long calls, long wrong, long missing, double perSecond) {}
    }

    @Override
    public String usage() {
        return "[--idle 2000] [--active 200] [--seconds 20] [--json]: memory and threads with so many sessions open";
    }

    @Override
    public Report run(Bench.Options options) throws IOException, InterruptedException {
        Outcome outcome = measure(
                options.number("idle", 2_000),
                options.number("active", 200),
                Duration.ofSeconds(options.number("seconds", 20)));
        return new Report()
                .add("resident_before", outcome.residentBefore(), "MB")
                .add("resident_with_sessions", outcome.residentAfter(), "MB")
                .add("platform_threads_before", outcome.threadsBefore(), "")
                .add("platform_threads_with_sessions", outcome.threadsAfter(), "")
                .add("calls", (double) outcome.traffic().calls(), "")
                .add("wrong", (double) outcome.traffic().wrong(), "")
                .add("missing", (double) outcome.traffic().missing(), "")
                .add("calls_rate", outcome.traffic().perSecond(), "per_s");
    }

    /** Opens the idle sessions with their streams, lets the active ones call for a time, and looks at the engine. */
    public static Outcome measure(int idle, int active, Duration time) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("casys-sessions").toRealPath();
        try (EchoProcess echo = EchoProcess.http()) {
            EchoHome.write(home, echo.url());
            try (EngineProcess engine =
                    EngineProcess.startForMeasuring(home).ready().serversReady("http", "stdio")) {
                return measure(engine, idle, active, time);
            }
        } finally {
            Folders.delete(home);
        }
    }

    private static Outcome measure(EngineProcess engine, int idle, int active, Duration time)
            throws IOException, InterruptedException {
        URI endpoint = engine.url().resolve("/mcp");
        double residentBefore = Memory.residentMegabytes(engine.process());
        int threadsBefore = Memory.threads(engine.process());
        List<LoadConnection> sleeping = new ArrayList<>();
        try (Load load = new Load(endpoint, "http__echo", active)) {
            for (int count = 0; count < idle; count++) {
                LoadConnection session = new LoadConnection(endpoint, "http__echo", ClientKind.LEGACY);
                sleeping.add(session);
                session.listen();
            }
            Load.Outcome calls = load.run(Load.Length.lasting(time));
            calls.problems().forEach(System.err::println);
            return new Outcome(
                    residentBefore,
                    Memory.residentMegabytes(engine.process()),
                    threadsBefore,
                    Memory.threads(engine.process()),
                    new Outcome.Traffic(calls.latencies().count(), calls.wrong(), calls.missing(), calls.perSecond()));
        } finally {
            for (LoadConnection session : sleeping) {
                session.close();
            }
        }
    }
}
