// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import ai.casys.core.boot.EngineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Kills, round after round at a moment drawn from a seed, the engine, its PostgreSQL or a server behind it, under load,
 * and demands each time that the next start works, that the catalogue is whole and that no process stays behind.
 */
public final class KillCampaign {

    private enum Victim {
        ENGINE,
        POSTGRES,
        SERVER
    }

    private final Path home;
    private final Random random;
    private final List<String> servers;

    /** A campaign on a home whose config names these servers. */
    public KillCampaign(Path home, long seed, List<String> servers) {
        this.home = home;
        this.random = new Random(seed);
        this.servers = List.copyOf(servers);
    }

    /** Runs it; throws at the first round that ends badly. */
    public void run(int rounds) throws IOException {
        int tools = 0;
        EngineProcess engine = null;
        for (int round = 0; round < rounds; round++) {
            Victim victim = Victim.values()[round < 3 ? round : random.nextInt(Victim.values().length)];
            if (engine == null) {
                engine = EngineProcess.start(home);
                if (victim == Victim.ENGINE && round % 2 == 1) {
                    // Any moment of the start is as good as any moment of the run.
                    engine = killDuringStart(engine);
                }
                engine.ready().serversReady(servers.toArray(String[]::new));
                assertNoStrangers(engine);
            }
            int now = engine.json("/api/v1/tools").path("tools").size();
            if (tools != 0 && now != tools) {
                throw new AssertionError("round " + round + ": " + tools + " tools became " + now);
            }
            tools = now;
            engine = strike(engine, victim);
        }
        if (engine != null) {
            engine.close();
        }
        awaitNobodyLeft();
    }

    private EngineProcess killDuringStart(EngineProcess engine) {
        pause(2_000);
        engine.kill();
        return EngineProcess.start(home);
    }

    private EngineProcess strike(EngineProcess engine, Victim victim) {
        AtomicBoolean stop = new AtomicBoolean();
        EngineProcess struck = engine;
        Thread load = Thread.startVirtualThread(() -> load(struck, stop));
        pause(1_500);
        try {
            switch (victim) {
                case ENGINE -> {
                    engine.kill();
                    return null;
                }
                case POSTGRES -> postgres().forEach(ProcessHandle::destroyForcibly);
                case SERVER ->
                    childServers(engine).stream()
                            .skip(random.nextInt(
                                    Math.max(1, childServers(engine).size())))
                            .findFirst()
                            .ifPresent(ProcessHandle::destroyForcibly);
            }
            EngineProcess.await("recovered from the end of " + victim, Duration.ofSeconds(60), () -> works(struck));
            return engine;
        } finally {
            stop.set(true);
            load.interrupt();
        }
    }

    private boolean works(EngineProcess engine) {
        JsonNode status = engine.json("/api/v1/status");
        boolean all = status.path("servers")
                        .valueStream()
                        .filter(server -> servers.contains(server.path("name").asString()))
                        .filter(server -> server.path("state").asString().equals("ready"))
                        .count()
                == servers.size();
        return all && engine.get("/health/ready").statusCode() == 200;
    }

    private void load(EngineProcess engine, AtomicBoolean stop) {
        while (!stop.get()) {
            try {
                engine.json("/api/v1/tools");
            } catch (RuntimeException | AssertionError _) {
                // The engine was struck, or the strike is over.
                return;
            }
        }
    }

    private void pause(int longestMillis) {
        LockSupport.parkNanos(random.nextInt(longestMillis) * 1_000_000L);
    }

    private List<ProcessHandle> childServers(EngineProcess engine) {
        return engine.process()
                .children()
                .filter(child -> !child.info().command().orElse("").contains("postgres"))
                .toList();
    }

    /** The postmaster of this home: its id stands in the first line of its pid file. */
    private Stream<ProcessHandle> postgres() {
        try {
            String first = Files.readString(home.resolve("postgres/postmaster.pid"))
                    .lines()
                    .findFirst()
                    .orElse("0");
            return ProcessHandle.of(Long.parseLong(first.strip())).stream();
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    /** Whoever names this home on its command line and is not of this engine's family is an orphan of an earlier one. */
    private void assertNoStrangers(EngineProcess engine) {
        EngineProcess.await("no orphan beside engine " + engine.process().pid(), Duration.ofSeconds(20), () -> {
            List<Long> family = new ArrayList<>(engine.process()
                    .toHandle()
                    .descendants()
                    .map(ProcessHandle::pid)
                    .toList());
            family.add(engine.process().pid());
            postgres().forEach(postmaster -> {
                family.add(postmaster.pid());
                postmaster.descendants().map(ProcessHandle::pid).forEach(family::add);
            });
            return ours().allMatch(process -> family.contains(process.pid()));
        });
    }

    private void awaitNobodyLeft() {
        EngineProcess.await(
                "nobody left", Duration.ofSeconds(20), () -> ours().findAny().isEmpty());
        if (EngineFile.read(home).isPresent()) {
            throw new AssertionError("engine.json stayed after an orderly stop");
        }
    }

    private Stream<ProcessHandle> ours() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> process.info().commandLine().orElse("").contains(home.toString()))
                .sorted(Comparator.comparingLong(ProcessHandle::pid));
    }
}
