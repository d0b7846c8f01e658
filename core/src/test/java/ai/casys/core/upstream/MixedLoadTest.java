// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many callers at once. */
final class MixedLoadTest {

    private static final int CALLERS = 32;
    private static final int CALLS = 100;

    @TempDir
    private Path home;

    @Test
    @Tag("slow")
    void everyAnswerBelongsToItsQuestion() throws Exception {
        try (HttpDouble http = new HttpDouble();
                Bench bench =
                        new Bench(home).with(Doubles.stdio("one"), Doubles.stdio("two"), http.definition("three"))) {
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            List<Thread> callers = new ArrayList<>();
            SplittableRandom seeds = Bench.random();
            for (int caller = 0; caller < CALLERS; caller++) {
                int number = caller;
                SplittableRandom random = seeds.split();
                callers.add(Thread.ofVirtual().start(() -> {
                    for (int call = 0; call < CALLS; call++) {
                        String server = List.of("one", "two", "three").get(random.nextInt(3));
                        String question = number + "/" + call + "/" + server + "x".repeat(random.nextInt(2000));
                        int delay = random.nextInt(10) == 0 ? random.nextInt(20) : 0;
                        String answer =
                                bench.text(server, "echo", "{\"delay\":" + delay + ",\"text\":\"" + question + "\"}");
                        if (!answer.equals(question)) {
                            wrong.add(question + " was answered " + answer);
                        }
                    }
                    wrong.add("done");
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(wrong).hasSize(CALLERS).containsOnly("done");
        }
    }
}
