// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What holds for the classes of core and shared. Each rule has a planted violation in {@link PlantedViolationsTest}. */
final class CoreRules {
    private static final String CORE = "ai.casys.core..";
    private static final String SHARED = "ai.casys.shared..";
    /** jOOQ writes these classes; they have no package-info. */
    private static final String GENERATED = "ai.casys.core.storage.generated..";

    /** Who may leave the isolation of tenants; a package joins with the reason for it beside its line. */
    private static final String[] OVER_ALL_TENANTS = {
        "ai.casys.core.storage..",
        // The keyset belongs to the whole installation.
        "ai.casys.core.identity.keyset.store..",
        // Signs of life of processes, and the sweeping of what has expired in any tenant.
        "ai.casys.core.gateway.parking.store..",
        // What enough tenants share is known to all, by the hashes of definitions.
        "ai.casys.core.learning.store.."
    };

    private CoreRules() {}

    /** Every rule by the name that a planted violation refers to. */
    static Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("listed-packages", classes().that(inCore()).should(Layers.standInAListedPackage()));
        rules.put("layers", classes().that(inCore()).should(Layers.useOnlyPackagesBelow()));
        rules.put(
                "no-cycles-in-core",
                slices().matching("ai.casys.core.(**)").should().beFreeOfCycles());
        rules.put(
                "no-cycles-in-shared",
                slices().matching("ai.casys.shared.(**)").should().beFreeOfCycles());
        rules.put(
                "core-knows-only-core-and-shared",
                noClasses()
                        .that()
                        .resideInAPackage(CORE)
                        .should()
                        .dependOnClassesThat(describe(
                                "are ours, but neither core nor shared",
                                type -> type.getPackageName().startsWith("ai.casys.")
                                        && !resideInAnyPackage(CORE, SHARED).test(type))));
        rules.put(
                "shared-knows-only-shared",
                noClasses()
                        .that()
                        .resideInAPackage(SHARED)
                        .should()
                        .dependOnClassesThat(describe(
                                "are ours, but not shared",
                                type -> type.getPackageName().startsWith("ai.casys.")
                                        && !resideInAPackage(SHARED).test(type))));
        rules.put(
                "web-framework-only-in-http",
                only(List.of("ai.casys.core.http.."), "io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."));
        rules.put(
                "jooq-only-in-storage-and-stores",
                only(List.of("ai.casys.core.storage..", "ai.casys.core..store.."), "org.jooq.."));
        rules.put(
                "migrations-and-pool-only-in-storage",
                only(List.of("ai.casys.core.storage.."), "org.flywaydb..", "com.zaxxer.hikari.."));
        rules.put("lucene-only-in-discovery", only(List.of("ai.casys.core.discovery.."), "org.apache.lucene.."));
        rules.put("picocli-only-in-cli", only(List.of("ai.casys.core.cli.."), "picocli.."));
        rules.put("spi-in-plain-types", plain("ai.casys.core.spi..", "ai.casys.core.spi..", "ai.casys.core.api.."));
        rules.put("api-in-plain-types", plain("ai.casys.core.api..", "ai.casys.core.api.."));
        rules.put(
                "work-over-all-tenants-only-where-listed",
                noClasses()
                        .that()
                        .resideInAPackage(CORE)
                        .and()
                        .resideOutsideOfPackages(OVER_ALL_TENANTS)
                        .should()
                        .callMethodWhere(describe(
                                "work over all tenants",
                                call -> call.getName().equals("asSystem")
                                        && call.getTargetOwner().getName().equals("ai.casys.core.storage.Database"))));
        rules.put(
                "environment-only-in-settings",
                noClasses()
                        .that()
                        .resideInAnyPackage(CORE, SHARED)
                        .and()
                        .resideOutsideOfPackage("ai.casys.core.settings..")
                        .should()
                        .callMethod(System.class, "getenv")
                        .orShould()
                        .callMethod(System.class, "getenv", String.class));
        rules.put(
                "mode-and-edition-only-at-the-top",
                noClasses()
                        .that()
                        .resideInAPackage(CORE)
                        .and()
                        .resideOutsideOfPackages(
                                "ai.casys.core.settings..", "ai.casys.core.boot..", "ai.casys.core.cli..")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("ai.casys.core.settings.Mode")
                        .orShould()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("ai.casys.core.settings.Edition"));
        rules.put(
                "standard-output-only-in-cli",
                noClasses()
                        .that()
                        .resideInAnyPackage(CORE, SHARED)
                        .and()
                        .resideOutsideOfPackage("ai.casys.core.cli..")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .callMethod(Throwable.class, "printStackTrace"));
        rules.put(
                "no-futures-in-signatures",
                methods()
                        .that()
                        .arePublic()
                        .and()
                        .areDeclaredInClassesThat()
                        .resideInAnyPackage(CORE, SHARED)
                        .and(describe(
                                "are not made by jOOQ",
                                method -> !resideInAPackage(GENERATED).test(method.getOwner())))
                        .should(haveNoFutures()));
        rules.put(
                "null-marked-packages",
                classes()
                        .that()
                        .resideInAnyPackage(CORE, SHARED)
                        .and()
                        .resideOutsideOfPackage(GENERATED)
                        .should(liveInANullMarkedPackage()));
        rules.put(
                "speaking-names",
                noClasses()
                        .that()
                        .resideInAnyPackage(CORE, SHARED)
                        .should()
                        .haveNameMatching(".*(Utils?|Manager|Helper|Impl)"));
        return rules;
    }

    private static DescribedPredicate<JavaClass> inCore() {
        return describe("are in core", Layers::isCore);
    }

    /** Outside {@code homes}, nothing of ours uses {@code libraries}. */
    private static ArchRule only(List<String> homes, String... libraries) {
        return noClasses()
                .that()
                .resideInAnyPackage(CORE, SHARED)
                .and()
                .resideOutsideOfPackages(homes.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    /** {@code where} uses the JDK, shared, the annotations for null and {@code ours}. */
    private static ArchRule plain(String where, String... ours) {
        String[] allowed = Stream.concat(
                        Stream.of("java..", "javax..", SHARED, "org.jspecify.annotations.."), Stream.of(ours))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(where)
                .should()
                .onlyDependOnClassesThat(describe(
                        "are of the JDK, shared or " + String.join(", ", ours),
                        type -> type.getBaseComponentType().isPrimitive()
                                || resideInAnyPackage(allowed).test(type.getBaseComponentType())));
    }

    private static ArchCondition<JavaMethod> haveNoFutures() {
        return new ArchCondition<>("neither take nor return futures or reactive types") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                        .filter(type -> type.isAssignableTo(Future.class)
                                || type.isAssignableTo(CompletionStage.class)
                                || type.isAssignableTo(Flow.Publisher.class)
                                || type.getPackageName().startsWith("org.reactivestreams")
                                || type.getPackageName().startsWith("reactor."))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " speaks of " + type.getName())));
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                if (!marked) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " is in a package without a @NullMarked package-info"));
                }
            }
        };
    }
}
