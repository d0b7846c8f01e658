// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of {@link CoreRules}, held against core and shared as they were compiled. */
class CoreArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("ai.casys.core", "ai.casys.shared");

    @TestFactory
    Stream<DynamicTest> everyRuleHolds() {
        return CoreRules.all().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(CLASSES)));
    }

    /** A rule is green over nothing when ArchUnit cannot read the class files: it then imports none and only logs it. */
    @Test
    void everySourceFileWasRead() throws IOException {
        assertThat(imported("ai.casys.core")).isGreaterThanOrEqualTo(sources("core"));
        assertThat(imported("ai.casys.shared")).isGreaterThanOrEqualTo(sources("shared"));
    }

    private static long imported(String root) {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().startsWith(root))
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .count();
    }

    private static long sources(String module) throws IOException {
        Path folder = Path.of(System.getProperty("casys.root", ".."), module, "src/main/java");
        try (Stream<Path> files = Files.walk(folder)) {
            long count = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .count();
            assertThat(count).isPositive();
            return count;
        }
    }
}
