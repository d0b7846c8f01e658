// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.e2e.EngineProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a call costs that goes through a running gateway: the same load on the same echo server, once directly and once
 * through the gateway, by turns in one run, so that a busy machine is busy for both.
 */
final class GatewayBenchmark implements Bench.Benchmark {

    private static final String MARK = "bench gateway";

    /** One way to the echo, and at how many connections. */
    record Cell(String way, int connections) {}

    @Override
    public String usage() {
        return "[--seconds 5 | --calls N] [--rounds 3] [--warm 8] [--connections 1,16,64] [--upstream http,stdio]"
                + " [--server jdk|sockets]"
                + " [--out DIR] [--docs FILE] [--json]: calls through the gateway beside direct ones; plots go to DIR,"
                + " the table also into the marked part of FILE";
    }

    @Override
    public Report run(Bench.Options options) throws IOException, InterruptedException {
        List<Integer> connections = Arrays.stream(
                        options.text("connections", "1,16,64").split(",", -1))
                .map(Integer::valueOf)
                .toList();
        List<String> upstreams = List.of(options.text("upstream", "http,stdio").split(",", -1));
        Path home = Files.createTempDirectory("casys-bench").toRealPath();
        try (EchoProcess echo = EchoProcess.http(server(options))) {
            EchoHome.write(home, echo.url());
            try (EngineProcess engine =
                    EngineProcess.startForMeasuring(home).ready().serversReady("http", "stdio")) {
                GatewayMeasurement measurement = measure(options, connections, ways(upstreams, echo, engine), engine);
                publish(options, measurement);
                return measurement.report();
            }
        } finally {
            Folders.delete(home);
        }
    }

    private static String server(Bench.Options options) {
        String server = options.text("server", "jdk");
        if (!server.equals("jdk") && !server.equals("sockets")) {
            throw new IllegalArgumentException("--server knows jdk and sockets, not \"" + server + "\"");
        }
        return server.equals("jdk") ? "jdk" : "http";
    }

    /** How to reach the echo, the direct way first. */
    record Way(String name, URI endpoint, String tool, boolean throughGateway) {}

    private static List<Way> ways(List<String> upstreams, EchoProcess echo, EngineProcess engine) {
        URI gateway = engine.url().resolve("/mcp");
        List<Way> ways = new ArrayList<>();
        ways.add(new Way("direct", echo.url(), "echo", false));
        for (String upstream : upstreams) {
            if (!upstream.equals("http") && !upstream.equals("stdio")) {
                throw new IllegalArgumentException("--upstream knows http and stdio, not \"" + upstream + "\"");
            }
            ways.add(new Way("gateway, " + upstream, gateway, upstream + "__echo", true));
        }
        return ways;
    }

    private static GatewayMeasurement measure(
            Bench.Options options, List<Integer> connections, List<Way> ways, EngineProcess engine)
            throws IOException, InterruptedException {
        warm(ways, Duration.ofSeconds(options.number("warm", 8)));
        GatewayMeasurement measurement = new GatewayMeasurement(Memory.residentMegabytes(engine.process()));
        int rounds = options.number("rounds", 3);
        for (int count : connections) {
            List<Load> loads = new ArrayList<>();
            try {
                for (Way way : ways) {
                    loads.add(new Load(way.endpoint(), way.tool(), count));
                }
                Load.Length length = length(options, rounds, count);
                for (int round = 0; round < rounds; round++) {
                    for (int index = 0; index < ways.size(); index++) {
                        Duration before = Processor.used(engine.process());
                        Load.Outcome outcome = loads.get(index).run(length);
                        Duration used = Processor.used(engine.process()).minus(before);
                        measurement.add(new Cell(ways.get(index).name(), count), outcome, used);
                    }
                }
            } finally {
                for (Load load : loads) {
                    load.close();
                }
            }
        }
        measurement.finish(Memory.residentMegabytes(engine.process()));
        return measurement;
    }

    private static Load.Length length(Bench.Options options, int rounds, int connections) {
        int calls = options.number("calls", 0);
        return calls > 0
                ? Load.Length.calls(calls / rounds, connections)
                : Load.Length.lasting(Duration.ofSeconds(options.number("seconds", 5)));
    }

    /** Lets the compilers of both sides do their work. */
    private static void warm(List<Way> ways, Duration time) throws IOException, InterruptedException {
        for (Way way : ways) {
            try (Load load = new Load(way.endpoint(), way.tool(), 16)) {
                load.run(Load.Length.lasting(time));
            }
        }
    }

    private static void publish(Bench.Options options, GatewayMeasurement measurement) throws IOException {
        Path folder = Path.of(options.text(
                "out",
                Path.of(System.getProperty("java.io.tmpdir"), "casys-bench-gateway")
                        .toString()));
        Files.createDirectories(folder);
        GatewayPlot plot = new GatewayPlot(measurement);
        plot.writePng(folder.resolve("gateway.png"));
        plot.writeHtml(folder.resolve("gateway.html"));
        System.err.println("plots: " + folder.resolve("gateway.png") + ", " + folder.resolve("gateway.html"));
        String document = options.text("docs", "");
        if (!document.isEmpty()) {
            MarkedText.replace(Path.of(document), MARK, measurement.markdown());
        }
    }
}
