// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.publisher.localgit.LocalGit;
import ai.casys.publisher.publishing.Publisher;
import ai.casys.publisher.publishing.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A private repository, what it has published, and the clone of a contributor. */
final class Contributions {
    static final String JANE = "Jane Outside <jane@outside.example>";

    static final String POLICY = """
            version: 1
            roots: [.ci, core, shared, README.md, LICENSE, pom.xml]
            files: [.github/grants.yaml, .github/workflows/ci.yml]
            private: [.github, cloud]
            identities:
              allowed-domains: [casys.example]
              map:
                "Jane Outside <jane@outside.example>": "Jane Outside <jane@outside.example>"
            """;

    static final String GRANTS = """
            version: 1
            grants:
              - author: Jane Outside <jane@outside.example>
                agreement: 1
                date: '2026-02-01'
            """;

    final LocalGit privateTree;
    final LocalGit publicRepository;
    final LocalGit jane;

    /** Publishes a small tree and clones it for Jane, who has given her grant. */
    Contributions(Path folder) throws IOException {
        this(folder, GRANTS);
    }

    Contributions(Path folder, String grants) throws IOException {
        publicRepository = LocalGit.bare(folder.resolve("public.git"));
        privateTree = LocalGit.tree(folder.resolve("private"));
        privateTree
                .write(".github/publication.yaml", POLICY)
                .write(".github/grants.yaml", grants)
                .write(".github/workflows/ci.yml", "name: ci\n")
                .write(".github/workflows/sync-to-public.yml", "name: sync\n")
                .write("LICENSE", "AGPL\n")
                .write("README.md", "hello\n")
                .write("core/A.java", "one\n")
                .write("cloud/Secret.java", "private\n")
                .commit("Begin");
        privateTree.write("core/B.java", "two\n").commit("Add B");
        publish();
        jane = publicRepository.cloneTo(folder.resolve("jane"));
    }

    void publish() throws IOException {
        Request request = new Request(
                privateTree.folder(),
                publicRepository.folder().toString(),
                "main",
                Optional.empty(),
                false,
                Optional.empty());
        new Publisher(List.of(), List.of())
                .publish(request, plan -> assertThat(plan.findings()).isEmpty());
    }

    /** Makes what Jane committed the pull request 42. */
    void open() throws IOException {
        jane.run("push", "--quiet", "--force", "origin", "HEAD:refs/pull/42/head");
    }

    Imported bring() throws IOException {
        return new ContributionImport(request(new ImportRequest.Source.Ref("refs/pull/42/head"), false)).run();
    }

    ImportRequest request(ImportRequest.Source source, boolean buildFilesReviewed) {
        return new ImportRequest(
                privateTree.folder(),
                publicRepository.folder().toString(),
                "main",
                source,
                "casys-ai/casys-intelligence#42",
                "import/pr-42",
                buildFilesReviewed);
    }

    void merge() throws IOException {
        privateTree.run("merge", "--quiet", "--no-ff", "--no-edit", "import/pr-42");
    }
}
