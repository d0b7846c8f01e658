// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.publisher.localgit.LocalGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own rules about workflows: the files of this tree keep them, and each rule sees what breaks it. */
class WorkflowRulesTest {
    /** Keeps every rule; each planted violation is one change of it. */
    private static final String GOOD = """
            name: good
            on:
              push:
                branches: [main]
            permissions: {}
            concurrency:
              group: good
            jobs:
              only:
                runs-on: ubuntu-24.04
                timeout-minutes: 10
                environment: production
                permissions:
                  contents: read
                steps:
                  - name: Check out
                    uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
                    with:
                      persist-credentials: false
                  - name: Run
                    shell: bash
                    env:
                      KEY: ${{ secrets.KEY }}
                    run: .github/casys-sync summary
            """;

    static List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(LocalGit.projectRoot().resolve(".github/workflows"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyWorkflowOfThisTreeKeepsThem(Path file) throws Exception {
        assertThat(WorkflowRules.problems(Workflow.read(file), LocalGit.projectRoot()))
                .isEmpty();
    }

    @Test
    void theFourWorkflowsAreThere() throws Exception {
        assertThat(files().stream().map(file -> file.getFileName().toString()))
                .containsExactly("ci.yml", "publication-check.yml", "release.yml", "sync-to-public.yml");
    }

    static List<Arguments> violations() {
        return List.of(
                Arguments.of("trigger", "  push:\n    branches: [main]", "  pull_request_target:"),
                Arguments.of("trigger", "  push:\n    branches: [main]", "  workflow_run:\n    workflows: [ci]"),
                Arguments.of("paths", "    branches: [main]", "    branches: [main]\n    paths: ['core/**']"),
                Arguments.of("paths", "    branches: [main]", "    branches: [main]\n    paths-ignore: ['cloud/**']"),
                Arguments.of("concurrency", "concurrency:\n  group: good\n", ""),
                Arguments.of("permissions", "permissions: {}\n", ""),
                Arguments.of("permissions", "permissions: {}", "permissions: write-all"),
                Arguments.of("permissions", "      contents: read", "      contents: write"),
                Arguments.of("permissions", "      contents: read", "      id-token: write"),
                Arguments.of("timeout", "    timeout-minutes: 10\n", ""),
                Arguments.of("timeout", "timeout-minutes: 10", "timeout-minutes: 360"),
                Arguments.of("runner", "ubuntu-24.04", "ubuntu-latest"),
                Arguments.of("action", "@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0", "@v5"),
                Arguments.of("action", "@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0", "@08c6903 # v5.0.0"),
                Arguments.of("action", " # v5.0.0", ""),
                Arguments.of("action", "actions/checkout@", "cpina/github-action-push-to-another-repository@"),
                Arguments.of("credentials", "        with:\n          persist-credentials: false\n", ""),
                Arguments.of("credentials", "persist-credentials: false", "persist-credentials: true"),
                Arguments.of(
                        "credentials",
                        "persist-credentials: false",
                        "persist-credentials: false\n          token: ${{ github.token }}"),
                Arguments.of("secret", "    environment: production\n", ""),
                Arguments.of("secret", "concurrency:", "env:\n  KEY: ${{ secrets.OTHER }}\nconcurrency:"),
                Arguments.of("secret", "secrets.KEY", "toJSON(secrets)"),
                Arguments.of("injection", "casys-sync summary", "casys-sync ${{ github.head_ref }}"),
                Arguments.of("shell", "        shell: bash\n", ""),
                Arguments.of("script", "casys-sync", "casys-does-not-exist"));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void eachRuleSeesWhatBreaksIt(String rule, String what, String instead) {
        String text = GOOD.replace(what, instead);
        assertThat(text).isNotEqualTo(GOOD);

        assertThat(WorkflowRules.problems(Workflow.of("planted.yml", text), LocalGit.projectRoot()))
                .singleElement()
                .asString()
                .startsWith(rule + ": ");
    }

    @Test
    void theGoodOneIsGood() {
        assertThat(WorkflowRules.problems(Workflow.of("good.yml", GOOD), LocalGit.projectRoot()))
                .isEmpty();
    }
}
