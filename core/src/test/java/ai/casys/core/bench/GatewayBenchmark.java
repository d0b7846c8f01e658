// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.e2e.EngineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a call costs that goes through a running gateway: the same clients with the same load on the same echo server,
 * once directly and once through the gateway, by turns in one run, so that a busy machine is busy for both. With
 * {@code --calls} nothing is timed: so many calls are made each way through the gateway, and every answer is checked.
 */
final class GatewayBenchmark implements Bench.Benchmark {

    private static final String MARK = "bench gateway";
    private static final int WARMING_CLIENTS = 16;

    /** One way to the echo, and how many clients go it at once. */
    record Cell(Way way, int connections) {}

    @Override
    public String usage() {
        return "[--seconds 5] [--rounds 3] [--warm 8] [--connections 1,16,64] [--client legacy|modern|both]"
                + " [--upstream http,stdio] [--server jdk|sockets] [--out DIR] [--docs FILE] [--json]: calls through the"
                + " gateway beside direct ones; plots go to DIR, the table also into the marked part of FILE;"
                + " or --calls N [--connections 16] [--client …] [--upstream …] [--json]: so many calls each way, and"
                + " how many answers were wrong or missing";
    }

    @Override
    public Report run(Bench.Options options) throws IOException, InterruptedException {
        List<ClientKind> clients = ClientKind.named(options.text("client", "both"));
        List<String> servers = Way.servers(options.text("upstream", "http,stdio"));
        int calls = options.number("calls", 0);
        List<Integer> connections = numbers(options.text("connections", calls > 0 ? "16" : "1,16,64"));
        Path home = Files.createTempDirectory("casys-bench").toRealPath();
        try (EchoProcess echo = EchoProcess.http(server(options))) {
            EchoHome.write(home, echo.url());
            try (EngineProcess engine =
                    EngineProcess.startForMeasuring(home).ready().serversReady("http", "stdio")) {
                Way.Ends ends = new Way.Ends(echo.url(), engine.url().resolve("/mcp"));
                List<Way> ways = Way.all(clients, servers);
                if (calls > 0) {
                    return AnswerCount.of(ways, ends, connections, calls);
                }
                GatewayMeasurement measurement = measure(options, connections, ways, ends, engine);
                publish(options, measurement);
                return measurement.report();
            }
        } finally {
            Folders.delete(home);
        }
    }

    private static List<Integer> numbers(String option) {
        return Arrays.stream(option.split(",", -1))
                .map(Integer::valueOf)
                .filter(number -> number > 0)
                .toList();
    }

    private static String server(Bench.Options options) {
        String server = options.text("server", "jdk");
        if (!server.equals("jdk") && !server.equals("sockets")) {
            throw new IllegalArgumentException("--server knows jdk and sockets, not \"" + server + "\"");
        }
        return server.equals("jdk") ? "jdk" : "http";
    }

    private static GatewayMeasurement measure(
            Bench.Options options, List<Integer> connections, List<Way> ways, Way.Ends ends, EngineProcess engine)
            throws IOException, InterruptedException {
        warm(ways, ends, Duration.ofSeconds(options.number("warm", 8)));
        GatewayMeasurement measurement = new GatewayMeasurement(Memory.residentMegabytes(engine.process()));
        int rounds = options.number("rounds", 3);
        Load.Length length = Load.Length.lasting(Duration.ofSeconds(options.number("seconds", 5)));
        for (int count : connections) {
            List<Load> loads = new ArrayList<>();
            try {
                for (Way way : ways) {
                    loads.add(way.open(ends, count));
                }
                for (int round = 0; round < rounds; round++) {
                    for (int index = 0; index < ways.size(); index++) {
                        Duration before = Processor.used(engine.process());
                        Load.Outcome outcome = loads.get(index).run(length);
                        Duration used = Processor.used(engine.process()).minus(before);
                        measurement.add(new Cell(ways.get(index), count), outcome, used);
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

    /** Lets the compilers of both sides do their work. */
    private static void warm(List<Way> ways, Way.Ends ends, Duration time) throws IOException, InterruptedException {
        for (Way way : ways) {
            try (Load load = way.open(ends, WARMING_CLIENTS)) {
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
            Path picture = Path.of(document).resolveSibling("gateway.svg");
            plot.writeSvg(picture);
            MarkedText.replace(
                    Path.of(document),
                    MARK,
                    measurement.markdown() + "\n![Calls per second, median and 99th percentile]("
                            + picture.getFileName() + ")\n");
        }
    }
}
