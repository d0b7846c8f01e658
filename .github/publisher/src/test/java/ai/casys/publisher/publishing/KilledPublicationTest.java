// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.publisher.report.Report.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a publication at any moment: public is as it was, or complete, and the next run finishes. */
@Tag("slow")
class KilledPublicationTest {
    /** The system property {@code casys.kills} asks for more. */
    private static final int KILLS = Integer.getInteger("casys.kills", 10);

    @TempDir
    private Path folder;

    @Test
    void theNextRunFinishesWhateverTheMoment() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Random random = new Random(42);
        try (Scene scene = new Scene(folder)) {
            scene.commit("Begin");
            Instant start = Instant.now();
            assertThat(publication(scene, temporary).waitFor()).isZero();
            long whole = Duration.between(start, Instant.now()).toMillis();
            int untouched = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                for (int i = 0; i < 40; i++) {
                    scene.files.put("core/f" + i, "text " + kill + " " + i);
                    scene.commit("Change " + kill + " " + i);
                }
                scene.source.ref("refs/tags/v" + kill, scene.source.main().orElseThrow());
                Map<String, ObjectId> before = scene.target.refs();
                Process process = publication(scene, temporary);
                // A third of the moments lie in the last quarter, where the push is.
                long moment =
                        random.nextInt(3) == 0 ? whole * 3 / 4 + random.nextLong(whole / 2) : random.nextLong(whole);
                process.waitFor(moment, TimeUnit.MILLISECONDS);
                kill(process);
                Map<String, ObjectId> after = scene.target.refs();
                if (after.equals(before)) {
                    untouched++;
                }
                Request request = scene.request();
                assertThat(scene.publish(request).outcome()).isIn(Outcome.PUBLISHED, Outcome.NOTHING_TO_DO);
                Map<String, ObjectId> complete = scene.target.refs();
                assertThat(after).as("killed after %d of %d ms", moment, whole).isIn(before, complete);
                assertThat(complete).containsKey("refs/tags/v" + kill);
            }
            assertThat(scene.verify().outcome()).isEqualTo(Outcome.CONFIRMED);
            System.out.println(
                    KILLS + " kills: " + untouched + " left public as it was, " + (KILLS - untouched) + " complete");
            assertThat(publication(scene, temporary).waitFor()).isZero();
            assertThat(leftOver(temporary))
                    .as("what killed runs left is removed by the next")
                    .isEmpty();
        }
    }

    private static Process publication(Scene scene, Path temporary) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PublishOnce.class.getName(),
                scene.source.folder().toString(),
                scene.target.folder().toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("output.txt").toFile())
                .start();
    }

    /** The publisher and its git, at once. The public host's side of the push is another machine, and lives on. */
    private static void kill(Process process) throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        for (ProcessHandle child : children) {
            String line = child.info().commandLine().orElse("");
            if (!line.contains("receive-pack") && !line.contains("unpack-objects") && !line.contains("index-pack")) {
                child.destroyForcibly();
            }
        }
        process.waitFor();
        for (ProcessHandle child : children) {
            child.onExit().join();
        }
    }

    private static List<Path> leftOver(Path temporary) throws IOException {
        try (Stream<Path> entries = Files.list(temporary)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("casys-publisher-"))
                    .toList();
        }
    }

    /** The publisher in a process of its own, without checks. */
    static final class PublishOnce {
        private PublishOnce() {}

        public static void main(String[] arguments) throws IOException {
            IsolatedSystemReader.install();
            new Publisher(List.of(), List.of())
                    .publish(
                            new Request(
                                    Path.of(arguments[0]),
                                    arguments[1],
                                    "main",
                                    java.util.Optional.empty(),
                                    false,
                                    java.util.Optional.empty()),
                            plan -> System.out.println(plan.findings()));
        }
    }
}
