// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.casys.cloud.publication.SourceTree;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@link PrivateRules}, held against the modules as they were compiled in this tree. */
class PrivateArchitectureTest {
    private static final List<String> MODULES = List.of("shared", "core", "mcp-connector", "cloud");

    /** Types whose second user is still to be written, and the module it will be in. Each needs to be on the list. */
    private static final Map<String, String> AWAITED = Map.of(
            // Features keep data for tenants and act for users.
            "ai.casys.shared.identity.TenantId", "cloud",
            "ai.casys.shared.identity.UserId", "cloud",
            // The tunnel carries calls to local servers.
            "ai.casys.shared.mcp.CallToolParams", "mcp-connector");

    private static JavaClasses classes = new ClassFileImporter().importPackages();

    @BeforeAll
    static void readEveryModule() {
        List<Path> compiled = MODULES.stream()
                .map(PrivateArchitectureTest::compiled)
                .filter(Files::isDirectory)
                .toList();
        classes = new ClassFileImporter().importPaths(compiled);
    }

    @Test
    void everySourceFileWasRead() throws IOException {
        for (String module : MODULES) {
            if (Files.isDirectory(compiled(module)) && sources(module) > 0) {
                JavaClasses own = new ClassFileImporter().importPath(compiled(module));
                assertThat(own.stream().filter(type -> type.isTopLevelClass()).count())
                        .as("classes of " + module)
                        .isGreaterThanOrEqualTo(sources(module));
            }
        }
        assertThat(sources("core")).isPositive();
        assertThat(sources("shared")).isPositive();
    }

    @Test
    void cloudSeesOnlyTheExtensionPointsOfCore() {
        PrivateRules.cloudSeesOnlyTheExtensionPoints().check(classes);
    }

    @Test
    void featuresDoNotUseEachOther() {
        assumeTrue(
                classes.stream().anyMatch(type -> type.getPackageName().startsWith("ai.casys.cloud.")),
                "cloud has no feature package yet");
        PrivateRules.featuresDoNotUseEachOther().check(classes);
    }

    @Test
    void theConnectorKnowsOnlyShared() throws IOException {
        connectorIsCompiled();
        PrivateRules.theConnectorKnowsOnlyShared().check(classes);
    }

    @Test
    void everySharedTypeHasTwoUsers() throws IOException {
        connectorIsCompiled();
        assertThat(sharedTypesWithFewerThanTwoUsers(AWAITED)).isEmpty();
    }

    @Test
    void nobodyAwaitsAUserThatIsAlreadyThere() throws IOException {
        connectorIsCompiled();
        assertThat(sharedTypesWithFewerThanTwoUsers(Map.of()))
                .containsKeys(AWAITED.keySet().toArray(String[]::new));
    }

    private static Map<String, Set<String>> sharedTypesWithFewerThanTwoUsers(Map<String, String> awaited)
            throws IOException {
        Map<String, Set<String>> users = new SharedUse(classes, sourceTexts()).users(awaited);
        users.values().removeIf(modules -> modules.size() > 1);
        return users;
    }

    private static Map<String, String> sourceTexts() throws IOException {
        Map<String, String> texts = new HashMap<>();
        for (String module : MODULES) {
            Path folder = SourceTree.root().resolve(module).resolve("src/main/java");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        String name = folder.relativize(file)
                                .toString()
                                .replace(file.getFileSystem().getSeparator(), ".");
                        texts.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
                    }
                }
            }
        }
        return texts;
    }

    /** A build of cloud alone leaves the connector out; that of the whole tree, which is what CI runs, may not. */
    private static void connectorIsCompiled() throws IOException {
        assumeTrue(sources("mcp-connector") > 0, "mcp-connector is absent");
        if (System.getenv("CI") == null) {
            assumeTrue(Files.isDirectory(compiled("mcp-connector")), "mcp-connector is not compiled in this build");
        }
    }

    private static Path compiled(String module) {
        return SourceTree.root().resolve(module).resolve("target/classes");
    }

    private static long sources(String module) throws IOException {
        Path folder = SourceTree.root().resolve(module).resolve("src/main/java");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .count();
        }
    }
}
