// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs {@link EnvelopeTimes} with JMH. Its generated classes would not pass our build's warnings, so they are made here,
 * into a folder of their own, and JMH runs in a process of its own with that folder on its class path.
 */
final class EnvelopeBenchmark implements Bench.Benchmark {

    @Override
    public String usage() {
        return "[--forks 1] [--iterations 5] [--json]: the envelope parser beside a tree of the same bytes, with JMH";
    }

    @Override
    public Report run(Bench.Options options) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("casys-jmh").toRealPath();
        try {
            generate(folder);
            Path results = folder.resolve("results.json");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-cp"));
            command.add(folder + File.pathSeparator + System.getProperty("java.class.path"));
            command.addAll(List.of("org.openjdk.jmh.Main", EnvelopeTimes.class.getSimpleName()));
            String iterations = Integer.toString(options.number("iterations", 5));
            command.addAll(List.of("-f", Integer.toString(options.number("forks", 1)), "-r", "1", "-w", "1"));
            command.addAll(List.of("-i", iterations, "-wi", iterations, "-rf", "json", "-rff", results.toString()));
            Process jmh = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("jmh.log").toFile())
                    .start();
            if (jmh.waitFor() != 0) {
                throw new IOException("JMH failed: " + Files.readString(folder.resolve("jmh.log")));
            }
            return report(results);
        } finally {
            Folders.delete(folder);
        }
    }

    private static void generate(Path folder) throws IOException {
        Path source = Path.of(
                System.getProperty("casys.root"),
                "core/src/test/java",
                EnvelopeTimes.class.getName().replace('.', '/') + ".java");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null,
                    files,
                    null,
                    List.of(
                            "-nowarn",
                            "-d",
                            folder.toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-processor",
                            "org.openjdk.jmh.generators.BenchmarkProcessor"),
                    null,
                    files.getJavaFileObjects(source));
            if (!task.call()) {
                throw new IOException("JMH's classes could not be made");
            }
        }
    }

    private static Report report(Path results) throws IOException {
        Report report = new Report();
        for (JsonNode result : JsonMapper.builder().build().readTree(Files.readAllBytes(results))) {
            String name = result.path("benchmark").asString();
            report.add(
                    name.substring(name.lastIndexOf('.') + 1) + "_"
                            + result.path("params").path("entries").asString() + "_entries",
                    result.path("primaryMetric").path("score").asDouble(),
                    "ns");
        }
        return report;
    }
}
