// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that each of {@link PrivateRules} notices what it forbids. */
class PlantedPrivateViolationsTest {
    private static final String INNER = "package ai.casys.core.gateway; public class Inner {}";
    private static final String POINT = "package ai.casys.core.spi; public interface Point {}";

    @TempDir
    private Path folder;

    @Test
    void cloudReachingIntoCoreIsSeen() throws Exception {
        JavaClasses classes = CompiledSources.in(
                folder,
                List.of(
                        INNER,
                        POINT,
                        "package ai.casys.cloud.quota; class Good { ai.casys.core.spi.Point point; }",
                        "package ai.casys.cloud.quota; class Curious { ai.casys.core.gateway.Inner inner; }"));

        assertThat(details(PrivateRules.cloudSeesOnlyTheExtensionPoints(), classes))
                .singleElement()
                .asString()
                .contains("Curious");
    }

    @Test
    void aFeatureThatUsesAnotherIsSeen() throws Exception {
        JavaClasses classes = CompiledSources.in(
                folder,
                List.of(
                        "package ai.casys.cloud.one; class One { ai.casys.cloud.two.Two two; }",
                        "package ai.casys.cloud.two; public class Two {}"));

        assertThat(details(PrivateRules.featuresDoNotUseEachOther(), classes)).anyMatch(line -> line.contains("One"));
    }

    @Test
    void aConnectorThatKnowsCoreIsSeen() throws Exception {
        JavaClasses classes = CompiledSources.in(
                folder,
                List.of(
                        INNER,
                        "package ai.casys.connector.local; class Curious { ai.casys.core.gateway.Inner inner; }"));

        assertThat(details(PrivateRules.theConnectorKnowsOnlyShared(), classes))
                .anyMatch(line -> line.contains("Curious"));
    }

    @Test
    void aSharedTypeWithOneUserIsSeenAndWhatItsUsersNeedCounts() throws Exception {
        JavaClasses classes = CompiledSources.in(
                folder,
                List.of(
                        "package ai.casys.shared.mcp; public class Both { Part part; }",
                        "package ai.casys.shared.mcp; public class Part {}",
                        "package ai.casys.shared.mcp; public class Lonely {}",
                        "package ai.casys.shared.mcp; public class Unused {}",
                        "package ai.casys.core.call; class One { ai.casys.shared.mcp.Both[] both;"
                                + " ai.casys.shared.mcp.Lonely lonely; }",
                        "package ai.casys.connector.local; class Two { ai.casys.shared.mcp.Both both; }"));

        Map<String, Set<String>> users = new SharedUse(classes, Map.of()).users(Map.of());

        assertThat(users.get("ai.casys.shared.mcp.Lonely")).containsExactly("core");
        assertThat(users.get("ai.casys.shared.mcp.Unused")).isEmpty();
        assertThat(users.get("ai.casys.shared.mcp.Both")).containsExactly("core", "mcp-connector");
        assertThat(users.get("ai.casys.shared.mcp.Part")).containsExactly("core", "mcp-connector");
    }

    @Test
    void anAwaitedUserCountsAlsoForWhatTheTypeNeeds() throws Exception {
        JavaClasses classes = CompiledSources.in(
                folder,
                List.of(
                        "package ai.casys.shared.mcp; public class Later { Part part; }",
                        "package ai.casys.shared.mcp; public class Part {}"));

        assertThat(new SharedUse(classes, Map.of()).users(Map.of("ai.casys.shared.mcp.Later", "cloud")))
                .isEqualTo(Map.of(
                        "ai.casys.shared.mcp.Later", Set.of("cloud"), "ai.casys.shared.mcp.Part", Set.of("cloud")));
    }

    @Test
    void theUserOfAConstantIsFoundInItsSource() throws Exception {
        String user = "package ai.casys.core.call; class One { String name = ai.casys.shared.mcp.Names.NAME; }";
        JavaClasses classes = CompiledSources.in(
                folder,
                List.of(
                        "package ai.casys.shared.mcp; public class Names { public static final String NAME = \"n\"; }",
                        user));

        assertThat(new SharedUse(classes, Map.of("ai.casys.core.call.One", user)).users(Map.of()))
                .containsEntry("ai.casys.shared.mcp.Names", Set.of("core"));
    }

    @Test
    void everyRuleFailsOverNothing() {
        JavaClasses nothing = new ClassFileImporter().importPath(folder);

        assertThat(List.of(
                        PrivateRules.cloudSeesOnlyTheExtensionPoints(),
                        PrivateRules.featuresDoNotUseEachOther(),
                        PrivateRules.theConnectorKnowsOnlyShared()))
                .allSatisfy(
                        rule -> assertThatThrownBy(() -> rule.check(nothing)).isInstanceOf(AssertionError.class));
    }

    private static List<String> details(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
