// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.conformance.Suite.Verdict;
import ai.casys.core.e2e.Npm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The server scenarios of the official suite: the fixture alone, and behind the gateway in each of its forms. */
@Tag("peers")
@Tag("slow")
class ServerScenariosTest {

    private static final String SERVER = "fixture";

    @TempDir
    Path folder;

    @Test
    void whatTheFixturePassesAlonePassesThroughTheGateway() throws IOException {
        Npm npm = Npm.require("conformance");
        Suite suite = new Suite(npm, folder);
        Map<String, Map<String, Verdict>> alone = new LinkedHashMap<>();
        try (Fixture fixture = Fixture.start(npm, "both")) {
            for (String revision : Suite.REVISIONS) {
                alone.put(revision, suite.server(fixture.url(), revision));
            }
        }
        Map<Upstream, Through> through = new LinkedHashMap<>();
        for (Upstream upstream : Upstream.values()) {
            through.put(upstream, through(npm, suite, upstream));
        }

        List<String> failed = new ArrayList<>();
        StringBuilder evidence = new StringBuilder();
        StringBuilder page = new StringBuilder();
        for (String revision : Suite.REVISIONS) {
            List<String> scored = suite.scenarios(revision, "server", true);
            List<String> extra = suite.scenarios(revision, "server", false);
            assertThat(alone.get(revision)).containsKeys(scored.toArray(String[]::new));
            List<String> all = new ArrayList<>(scored);
            all.addAll(extra);
            ScenarioTable table = new ScenarioTable(revision, scored.size());
            for (String scenario : all) {
                Verdict own = alone.get(revision).get(scenario);
                table.begin(scenario, scored.contains(scenario), own);
                for (Upstream upstream : Upstream.values()) {
                    Verdict verdict = through.get(upstream).verdict(revision, scenario);
                    table.add(verdict);
                    if (own.passed() && !verdict.passed()) {
                        String entry = revision + " " + upstream.label() + " " + scenario;
                        failed.add(entry);
                        verdict.problems()
                                .forEach(problem -> evidence.append(entry)
                                        .append("\n    ")
                                        .append(problem)
                                        .append('\n'));
                    }
                }
            }
            page.append(table.markdown()).append('\n');
        }
        Path report = Files.writeString(
                Files.createDirectories(Path.of("target", "conformance")).resolve("server-failures.txt"), evidence);
        ConformancePage.part("server scenarios", page.toString());
        assertThat(alone.values())
                .allSatisfy(verdicts ->
                        assertThat(verdicts.values()).as("the fixture alone").allMatch(Verdict::passed));
        KnownFailures.compare("server", failed, report);
    }

    private Through through(Npm npm, Suite suite, Upstream upstream) {
        if (!upstream.http()) {
            return through(suite, upstream, Fixture.stdioEntry(npm, upstream.era()));
        }
        try (Fixture fixture = Fixture.start(npm, upstream.era())) {
            return through(suite, upstream, fixture.httpEntry());
        }
    }

    private Through through(Suite suite, Upstream upstream, ObjectNode entry) {
        Map<String, Map<String, Verdict>> verdicts = new LinkedHashMap<>();
        for (String revision : Suite.REVISIONS) {
            // Each revision has an engine of its own: what the scenarios of one leave open must not hinder the other's.
            Path home = folder.resolve("home-" + upstream.label() + "-" + revision);
            try (ConformanceEngine engine = ConformanceEngine.start(home, "plain", Map.of(SERVER, entry))) {
                String problem = engine.whyNotReady(SERVER);
                if (!problem.isEmpty()) {
                    return new Through(problem, Map.of());
                }
                verdicts.put(revision, suite.server(engine.process().url().resolve("/mcp"), revision));
            }
        }
        return new Through("the suite wrote no result", verdicts);
    }

    /** What one form of the fixture gave through the gateway; {@code missing} says why a result is not there. */
    private record Through(String missing, Map<String, Map<String, Verdict>> verdicts) {

        Verdict verdict(String revision, String scenario) {
            Verdict known = verdicts.getOrDefault(revision, Map.of()).get(scenario);
            return known == null ? Verdict.failed(missing) : known;
        }
    }
}
