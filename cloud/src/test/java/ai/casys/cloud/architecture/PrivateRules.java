// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;

/** What the private modules may see of the open ones. */
final class PrivateRules {
    private static final String SHARED = "ai.casys.shared";

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
}
