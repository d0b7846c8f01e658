// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.publishing;

import ai.casys.publisher.check.Check;
import ai.casys.publisher.check.Finding;
import ai.casys.publisher.report.Report;
import ai.casys.publisher.testing.TestRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/** A private and a public repository, and what is done with them. */
final class Scene implements AutoCloseable {
    static final String POLICY = """
            version: 1
            roots: [core, docs, LICENSE]
            files: [.github/workflows/ci.yml]
            private: [.github, cloud]
            forbidden: ['acme']
            tags: ['v*']
            identities:
              allowed-domains: [example.org]
              map: {'Bob <bob@corp.internal>': 'Bob <bob@example.org>'}
            """;

    final TestRepository source;
    final TestRepository target;

    /** The files of the private tip; change it and call {@link #commit}. */
    final Map<String, String> files = new TreeMap<>();

    Scene(Path folder) {
        source = TestRepository.create(folder.resolve("private.git"));
        target = TestRepository.create(folder.resolve("public.git"));
        files.put(".github/publication.yaml", POLICY);
        files.put("LICENSE", "text");
        files.put("core/A", "one");
        files.put("cloud/Secret", "acme");
    }

    ObjectId commit(String message) {
        ObjectId commit = source.commit(message, files, source.main().stream().toArray(ObjectId[]::new));
        source.main(commit);
        return commit;
    }

    ObjectId commit(TestRepository.Words words) {
        ObjectId commit = source.commit(words, files, source.main().stream().toList());
        source.main(commit);
        return commit;
    }

    Request request() {
        return new Request(
                source.folder(), target.folder().toString(), "main", Optional.empty(), false, Optional.empty());
    }

    Report plan() throws IOException {
        return report(receiver -> new Publisher(List.of(), List.of()).plan(request(), false, receiver), false);
    }

    Report publish(Check... checks) throws IOException {
        return report(receiver -> new Publisher(List.of(checks), List.of()).publish(request(), receiver), true);
    }

    Report publish(Request request) throws IOException {
        return report(receiver -> new Publisher(List.of(), List.of()).publish(request, receiver), true);
    }

    Report verify() throws IOException {
        return report(receiver -> new Publisher(List.of(), List.of()).verify(request(), false, receiver), false);
    }

    Report audit(Check... checks) throws IOException {
        return report(receiver -> new Publisher(List.of(checks), List.of()).verify(request(), true, receiver), false);
    }

    Report restart(ObjectId expected) throws IOException {
        return report(receiver -> new Publisher(List.of(), List.of()).restart(request(), expected, receiver), true);
    }

    ObjectId publicTip() {
        return target.main().orElseThrow();
    }

    List<String> publicSubjects() {
        return target.subjects(publicTip());
    }

    static List<String> names(Report report) {
        return report.findings().stream().map(Finding::check).distinct().toList();
    }

    interface Call {
        void with(java.util.function.Consumer<Plan> receiver) throws IOException;
    }

    static Report report(Call call, boolean pushes) throws IOException {
        List<Report> made = new ArrayList<>();
        call.with(plan -> {
            try {
                made.add(Report.of(plan, pushes));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return made.getFirst();
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }
}
