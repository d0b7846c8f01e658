// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/**
 * The packages of core from top to bottom. A package uses those below its own line, never one above or beside it; a
 * package that is not on the list may not exist. docs/architecture.md shows the same list with each package's duty.
 */
final class Layers {
    static final String CORE = "ai.casys.core";

    static final List<Set<String>> ORDER = List.of(
            Set.of("cli"),
            Set.of("boot"),
            Set.of("http", "dashboard"),
            Set.of("gateway"),
            Set.of("workflow"),
            Set.of("sandbox"),
            Set.of("call"),
            Set.of("discovery"),
            Set.of("learning"),
            Set.of("upstream", "builtin"),
            Set.of("catalog"),
            Set.of("policy"),
            Set.of("identity"),
            Set.of("telemetry"),
            Set.of("net"),
            Set.of("storage"),
            Set.of("settings"),
            Set.of("spi"),
            Set.of("api"));

    private Layers() {}

    /** The first package name below {@code ai.casys.core}, or an empty string for a class directly in it. */
    static String layerOf(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(CORE + ".")) {
            return "";
        }
        String below = name.substring(CORE.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    static boolean isCore(JavaClass type) {
        return type.getPackageName().equals(CORE) || type.getPackageName().startsWith(CORE + ".");
    }

    /** The line on which {@code layer} stands, or -1 if it is not on the list. */
    private static int line(String layer) {
        for (int i = 0; i < ORDER.size(); i++) {
            if (ORDER.get(i).contains(layer)) {
                return i;
            }
        }
        return -1;
    }

    static ArchCondition<JavaClass> standInAListedPackage() {
        return new ArchCondition<>("stand in a package of the list") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (line(layerOf(type)) < 0) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " is in a package that Layers does not list"));
                }
            }
        };
    }

    static ArchCondition<JavaClass> useOnlyPackagesBelow() {
        return new ArchCondition<>("use only packages below their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (isCore(target) && !allowed(layerOf(type), layerOf(target))) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean allowed(String from, String to) {
        return from.equals(to) || line(from) < line(to);
    }
}
