// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.bench;

import ai.casys.publisher.publishing.Plan;
import ai.casys.publisher.publishing.Publisher;
import ai.casys.publisher.publishing.Request;
import ai.casys.publisher.testing.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/**
 * How long it takes to translate a long history, and to take up where the public repository ends. Fetching, translating
 * and setting the candidate's refs are measured; checks are not.
 *
 * <p>Run it with {@code -Xmx300m}: it ends with an error if that is not enough. Arguments: number of commits (20000),
 * number of further ones (100), repetitions (3).
 */
public final class TranslationBench {
    private static final String POLICY = """
            version: 1
            roots: [core, docs, LICENSE]
            files: [.github/workflows/ci.yml]
            private: [.github, cloud]
            identities: {allowed-domains: [example.org]}
            """;

    private TranslationBench() {}

    public static void main(String[] arguments) throws IOException {
        int commits = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        int more = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        int repetitions = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        Path folder = Files.createTempDirectory("casys-bench");
        try (TestRepository source = TestRepository.create(folder.resolve("private.git"));
                TestRepository target = TestRepository.create(folder.resolve("public.git"))) {
            Growth growth = new Growth(source);
            growth.grow(commits);
            Request request = new Request(
                    source.folder(), target.folder().toString(), "main", Optional.empty(), false, Optional.empty());
            Publisher publisher = new Publisher(List.of(), List.of());
            for (int i = 0; i < repetitions; i++) {
                measure("full replay of " + commits, () -> publisher.plan(request, false, TranslationBench::count));
            }
            publisher.publish(request, _ -> {});
            growth.grow(more);
            for (int i = 0; i < repetitions; i++) {
                measure(more + " on top", () -> publisher.plan(request, false, TranslationBench::count));
            }
            AtomicReference<String> tips = new AtomicReference<>("");
            publisher.plan(request, false, plan -> tips.set(tip(plan)));
            Request full = new Request(
                    source.folder(), target.folder().toString(), "main", Optional.empty(), true, Optional.empty());
            publisher.plan(full, false, plan -> {
                if (!tip(plan).equals(tips.get())) {
                    throw new IllegalStateException("a full replay gives " + tip(plan) + ", not " + tips.get());
                }
            });
            System.out.println("both ways give " + tips.get());
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void measure(String what, Work work) throws IOException {
        Instant start = Instant.now();
        work.run();
        long millis = Duration.between(start, Instant.now()).toMillis();
        Runtime runtime = Runtime.getRuntime();
        System.out.println(what + ": " + millis + " ms, heap "
                + (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000 + " of at most "
                + runtime.maxMemory() / 1_000_000 + " MB");
    }

    private static void count(Plan plan) {
        if (plan.refused() || plan.candidate().isEmpty()) {
            throw new IllegalStateException("refused: " + plan.findings());
        }
        System.out.println("  " + plan.candidate().get().newCommits().size() + " public commits of "
                + plan.steps().size());
    }

    private static String tip(Plan plan) {
        return plan.tip().map(ObjectId::name).orElse("");
    }

    /** A history of features: branches of a few commits, half of them private, merged one after the other. */
    private static final class Growth {
        private final TestRepository source;
        private final Random random = new Random(7);
        private final Map<String, String> files = new TreeMap<>();
        private Optional<ObjectId> main = Optional.empty();
        private int counter;

        Growth(TestRepository source) {
            this.source = source;
            files.put(".github/publication.yaml", POLICY);
            files.put("LICENSE", "text");
            for (int i = 0; i < 400; i++) {
                files.put("core/src/p" + i % 20 + "/f" + i, "text " + i);
                files.put("cloud/src/p" + i % 20 + "/f" + i, "text " + i);
            }
        }

        void grow(int commits) {
            int end = counter + commits;
            while (counter < end) {
                if (main.isEmpty() || random.nextInt(5) > 0) {
                    main = Optional.of(commit(main.stream().toList()));
                    continue;
                }
                ObjectId base = main.get();
                List<ObjectId> arms = new ArrayList<>(List.of(commit(List.of(base))));
                for (int i = random.nextInt(3); i > 0; i--) {
                    arms.add(commit(List.of(arms.getLast())));
                }
                main = Optional.of(source.commit("Merge a feature", files, base, arms.getLast()));
                counter++;
            }
            source.main(main.orElseThrow());
        }

        private ObjectId commit(List<ObjectId> parents) {
            counter++;
            String root = random.nextInt(2) == 0 ? "cloud" : "core";
            int file = random.nextInt(400);
            files.put(root + "/src/p" + file % 20 + "/f" + file, "text " + counter);
            return source.commit(TestRepository.Words.of("Change " + counter), files, parents);
        }
    }
}
