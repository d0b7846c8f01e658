// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the private modules may see of the open ones. */
final class PrivateRules {
    private static final String SHARED = "ai.casys.shared";
    /** The modules whose use of shared counts, by the package their classes start with. */
    private static final Map<String, String> USERS =
            Map.of("core", "ai.casys.core", "mcp-connector", "ai.casys.connector", "cloud", "ai.casys.cloud");

    private PrivateRules() {}

    /** Of core, cloud knows the extension points and the records they exchange. */
    static ArchRule cloudSeesOnlyTheExtensionPoints() {
        return noClasses()
                .that()
                .resideInAPackage("ai.casys.cloud..")
                .should()
                .dependOnClassesThat(describe(
                        "are in core, but neither extension points nor exchanged records",
                        type -> resideInAnyPackage("ai.casys.core..").test(type)
                                && !resideInAnyPackage("ai.casys.core.spi..", "ai.casys.core.api..")
                                        .test(type)));
    }

    /** A feature knows no other feature. */
    static ArchRule featuresDoNotUseEachOther() {
        return slices().matching("ai.casys.cloud.(*)..").should().notDependOnEachOther();
    }

    static ArchRule theConnectorKnowsOnlyShared() {
        return noClasses()
                .that()
                .resideInAPackage("ai.casys.connector..")
                .should()
                .dependOnClassesThat(describe(
                        "are ours, but neither of the connector nor shared",
                        type -> type.getPackageName().startsWith("ai.casys.")
                                && !resideInAnyPackage("ai.casys.connector..", SHARED + "..")
                                        .test(type)));
    }

    /**
     * The types of shared that fewer than two modules use, each with its users. A module uses what its classes name, and
     * what the shared types it uses need in turn.
     */
    static Map<String, Set<String>> sharedTypesWithFewerThanTwoUsers(JavaClasses classes) {
        Map<String, Set<String>> users = new TreeMap<>();
        for (JavaClass type : classes) {
            if (isShared(type) && !type.getSimpleName().equals("package-info") && !holdsConstantsOnly(type)) {
                users.put(topLevel(type), new TreeSet<>());
            }
        }
        USERS.forEach((module, start) -> {
            Deque<JavaClass> open = new ArrayDeque<>(classes.stream()
                    .filter(type -> (type.getPackageName() + ".").startsWith(start + "."))
                    .toList());
            Set<JavaClass> seen = new HashSet<>();
            while (!open.isEmpty()) {
                for (Dependency dependency : open.removeFirst().getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (isShared(target) && seen.add(target)) {
                        users.computeIfAbsent(topLevel(target), name -> new TreeSet<>())
                                .add(module);
                        open.add(target);
                    }
                }
            }
        });
        users.values().removeIf(modules -> modules.size() > 1);
        return users;
    }

    /** The compiler copies constants into their users, so that no trace of the use is left. */
    private static boolean holdsConstantsOnly(JavaClass type) {
        return type.getMethods().isEmpty()
                && !type.getFields().isEmpty()
                && type.getFields().stream()
                        .allMatch(field -> field.getModifiers().contains(JavaModifier.STATIC)
                                && field.getModifiers().contains(JavaModifier.FINAL));
    }

    private static boolean isShared(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(SHARED + ".");
    }

    private static String topLevel(JavaClass type) {
        int nested = type.getName().indexOf('$');
        return nested < 0 ? type.getName() : type.getName().substring(0, nested);
    }
}
