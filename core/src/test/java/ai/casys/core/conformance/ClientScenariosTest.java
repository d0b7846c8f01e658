// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.conformance.Suite.Verdict;
import ai.casys.core.e2e.Npm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client scenarios of the official suite, those about OAuth left out, with our upstream side as the client. */
@Tag("peers")
@Tag("slow")
class ClientScenariosTest {

    @TempDir
    Path folder;

    @Test
    void theUpstreamSidePassesWhatAClientOfTheProtocolPasses() throws IOException {
        Npm npm = Npm.require("conformance", "client", "sdk");
        Suite suite = new Suite(npm, folder);
        Map<String, String> environment = Map.of("CASYS_TEST_NPM", npm.folder().toString());
        String client = npm.newestNode() + " " + Fixture.resource("peers/suite-client.mjs");
        Path home = folder.resolve("home");
        List<String> failed = new ArrayList<>();
        StringBuilder evidence = new StringBuilder();
        StringBuilder page = new StringBuilder(
                "| revision | scenario | TypeScript SDK alone | through the gateway |\n|---|---|---|---|\n");
        try (ConformanceEngine engine = ConformanceEngine.start(home, "all", Map.of())) {
            String through = client + " " + home + " " + engine.process().url();
            for (String revision : Suite.REVISIONS) {
                for (String scenario : scenarios(suite, revision)) {
                    Verdict alone = suite.client(scenario, revision, client + " direct", environment);
                    Verdict ours = suite.client(scenario, revision, through, environment)
                            .measuredBy(alone);
                    assertThat(alone.problems())
                            .as("%s %s alone", revision, scenario)
                            .isEmpty();
                    page.append("| %s | %s | %s | %s |\n"
                            .formatted(revision, scenario, ScenarioTable.cell(alone), ScenarioTable.cell(ours)));
                    if (!ours.passed()) {
                        failed.add(revision + " " + scenario);
                        evidence.append(revision).append(' ').append(scenario).append('\n');
                        ours.problems()
                                .forEach(problem ->
                                        evidence.append("    ").append(problem).append('\n'));
                    }
                }
            }
        }
        Path report = Files.writeString(
                Files.createDirectories(Path.of("target", "conformance")).resolve("client-failures.txt"), evidence);
        ConformancePage.part("client scenarios", page.toString());
        KnownFailures.compare("client", failed, report);
    }

    private static List<String> scenarios(Suite suite, String revision) {
        return Stream.concat(
                        suite.scenarios(revision, "client", true).stream(),
                        suite.scenarios(revision, "client", false).stream())
                .filter(scenario -> !scenario.startsWith("auth/"))
                .toList();
    }
}
