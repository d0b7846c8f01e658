// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Proves that each rule of {@link CoreRules} notices what it forbids, and fails when it finds nothing to look at. */
class PlantedViolationsTest {
    /** For each rule the sources that break it; the report must name the first one's type. */
    private static Map<String, List<String>> planted() {
        Map<String, List<String>> planted = new LinkedHashMap<>();
        planted.put("listed-packages", List.of("package ai.casys.core.misc; public class Stray {}"));
        planted.put(
                "layers",
                List.of(
                        "package ai.casys.core.storage; class Rising { ai.casys.core.gateway.Above above; }",
                        "package ai.casys.core.gateway; public class Above {}"));
        planted.put(
                "no-cycles-in-core",
                List.of(
                        "package ai.casys.core.call; public class Hen { ai.casys.core.call.store.Egg egg; }",
                        "package ai.casys.core.call.store; public class Egg { ai.casys.core.call.Hen hen; }"));
        planted.put(
                "no-cycles-in-shared",
                List.of(
                        "package ai.casys.shared.one; public class Hen { ai.casys.shared.two.Egg egg; }",
                        "package ai.casys.shared.two; public class Egg { ai.casys.shared.one.Hen hen; }"));
        planted.put(
                "core-knows-only-core-and-shared",
                List.of(
                        "package ai.casys.core.boot; class Curious { ai.casys.other.Foreign foreign; }",
                        "package ai.casys.other; public class Foreign {}"));
        planted.put(
                "shared-knows-only-shared",
                List.of(
                        "package ai.casys.shared.mcp; class Curious { ai.casys.core.api.Record record; }",
                        "package ai.casys.core.api; public class Record {}"));
        planted.put(
                "web-framework-only-in-http",
                List.of("package ai.casys.core.gateway; class Web { io.javalin.http.Context context; }"));
        planted.put(
                "jooq-only-in-storage-and-stores",
                List.of("package ai.casys.core.call; class Sql { org.jooq.DSLContext context; }"));
        planted.put(
                "migrations-and-pool-only-in-storage",
                List.of("package ai.casys.core.boot; class Pool { com.zaxxer.hikari.HikariDataSource source; }"));
        planted.put(
                "lucene-only-in-discovery",
                List.of("package ai.casys.core.catalog; class Search { org.apache.lucene.index.Term term; }"));
        planted.put(
                "picocli-only-in-cli",
                List.of("package ai.casys.core.boot; class Command { picocli.CommandLine line; }"));
        planted.put(
                "spi-in-plain-types",
                List.of(
                        "package ai.casys.core.spi; public interface Leaky { org.slf4j.Logger logger(); }",
                        "package ai.casys.core.settings; public class Port {}"));
        planted.put(
                "api-in-plain-types",
                List.of("package ai.casys.core.api; public record Leaky(tools.jackson.databind.JsonNode node) {}"));
        planted.put(
                "work-over-all-tenants-only-where-listed",
                List.of(
                        "package ai.casys.core.http; class Everyone { void all(ai.casys.core.storage.Database data) {"
                                + " data.asSystem(); } }",
                        "package ai.casys.core.storage; public class Database { public void asSystem() {} }"));
        planted.put(
                "environment-only-in-settings",
                List.of("package ai.casys.core.net; class Peek { String proxy = System.getenv(\"PROXY\"); }"));
        planted.put(
                "mode-and-edition-only-at-the-top",
                List.of(
                        "package ai.casys.core.http; class Asking { ai.casys.core.settings.Mode mode; }",
                        "package ai.casys.core.settings; public enum Mode { LOCAL }"));
        planted.put(
                "standard-output-only-in-cli",
                List.of("package ai.casys.core.upstream; class Loud { void say() { System.out.println(); } }"));
        planted.put(
                "no-futures-in-signatures",
                List.of("package ai.casys.core.call; public class Later {"
                        + " public java.util.concurrent.CompletableFuture<String> soon() { return null; } }"));
        planted.put("null-marked-packages", List.of("package ai.casys.core.policy; class Unmarked {}"));
        planted.put("speaking-names", List.of("package ai.casys.core.call; class CallHelper {}"));
        return planted;
    }

    @TestFactory
    Stream<DynamicTest> everyRuleBites(@TempDir Path folder) {
        Map<String, ArchRule> rules = CoreRules.all();
        assertThat(planted().keySet()).isEqualTo(rules.keySet());
        return planted().entrySet().stream()
                .map(violation -> DynamicTest.dynamicTest(violation.getKey(), () -> {
                    Path own = Files.createTempDirectory(folder, "planted");
                    JavaClasses classes = CompiledSources.in(own, violation.getValue());
                    EvaluationResult result =
                            rules.get(violation.getKey()).allowEmptyShould(true).evaluate(classes);
                    assertThat(result.getFailureReport().getDetails())
                            .anyMatch(line -> line.contains(simpleName(violation.getValue())));
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyRuleFailsOverNothing(@TempDir Path folder) {
        JavaClasses nothing = new ClassFileImporter().importPath(folder);
        return CoreRules.all().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertThatThrownBy(() -> rule.getValue().check(nothing))
                                .isInstanceOf(AssertionError.class)));
    }

    @Test
    void whatTheRulesAllowPasses(@TempDir Path folder) throws Exception {
        JavaClasses classes = CompiledSources.in(
                folder,
                List.of(
                        "@org.jspecify.annotations.NullMarked package ai.casys.core.http;",
                        "@org.jspecify.annotations.NullMarked package ai.casys.core.call.store;",
                        "@org.jspecify.annotations.NullMarked package ai.casys.core.spi;",
                        "@org.jspecify.annotations.NullMarked package ai.casys.core.api;",
                        "@org.jspecify.annotations.NullMarked package ai.casys.shared.mcp;",
                        "package ai.casys.core.http; public class Page { io.javalin.http.Context context;"
                                + " ai.casys.core.call.store.Calls calls; }",
                        "package ai.casys.core.call.store; public class Calls { org.jooq.DSLContext context; }",
                        "package ai.casys.core.spi; public interface Point {"
                                + " ai.casys.core.api.Piece[] pieces(int count, java.util.List<String> names); }",
                        "package ai.casys.core.api; public record Piece(ai.casys.shared.mcp.Wire wire) {}",
                        "package ai.casys.shared.mcp; public record Wire(byte[] bytes) {}"));

        assertThat(CoreRules.all().values()).allSatisfy(rule -> rule.check(classes));
    }

    private static String simpleName(List<String> sources) {
        return sources.getFirst().replaceAll("(?s).*?(?:class|interface|record) (\\w+).*", "$1");
    }
}
