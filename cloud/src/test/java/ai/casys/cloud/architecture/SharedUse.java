// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which modules use which type of shared. A module uses what its classes name, and what the shared types it uses need in
 * turn. Constants are copied into the classes that name them, so for types that hold nothing else the sources are asked.
 */
final class SharedUse {
    private static final String SHARED = "ai.casys.shared";
    /** The modules whose use counts, by the package their classes start with. */
    private static final Map<String, String> MODULES =
            Map.of("core", "ai.casys.core", "mcp-connector", "ai.casys.connector", "cloud", "ai.casys.cloud");

    private final JavaClasses classes;
    private final Map<String, String> sources;

    /** @param sources the text of each source file by the name of its class */
    SharedUse(JavaClasses classes, Map<String, String> sources) {
        this.classes = classes;
        this.sources = Map.copyOf(sources);
    }

    /**
     * Each type of shared with the modules that use it.
     *
     * @param awaited names of types that a module is going to use, with that module
     */
    Map<String, Set<String>> users(Map<String, String> awaited) {
        Map<String, Set<String>> users = new TreeMap<>();
        classes.stream()
                .filter(type -> isShared(type) && !type.getSimpleName().equals("package-info"))
                .forEach(type -> users.put(topLevel(type), new TreeSet<>()));
        MODULES.forEach((module, start) -> {
            Deque<JavaClass> open = new ArrayDeque<>(
                    classes.stream().filter(type -> isIn(type, start)).toList());
            Set<JavaClass> used = new HashSet<>();
            classes.stream()
                    .filter(type -> module.equals(awaited.get(type.getName())))
                    .filter(used::add)
                    .forEach(open::add);
            while (!open.isEmpty()) {
                needs(open.removeFirst()).stream().filter(used::add).forEach(open::add);
            }
            used.forEach(type -> users.computeIfAbsent(topLevel(type), name -> new TreeSet<>())
                    .add(module));
        });
        return users;
    }

    private Set<JavaClass> needs(JavaClass type) {
        Set<JavaClass> needs = new HashSet<>();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (isShared(target)) {
                needs.add(target);
            }
        }
        String source = sources.getOrDefault(topLevel(type), "");
        classes.stream()
                .filter(SharedUse::holdsOnlyConstants)
                .filter(holder -> Pattern.compile("\\b" + holder.getSimpleName() + "\\b")
                        .matcher(source)
                        .find())
                .forEach(needs::add);
        return needs;
    }

    private static boolean holdsOnlyConstants(JavaClass type) {
        return isShared(type)
                && type.getMethods().isEmpty()
                && !type.getFields().isEmpty()
                && type.getFields().stream().allMatch(SharedUse::isConstant);
    }

    private static boolean isConstant(JavaField field) {
        return field.getModifiers().contains(JavaModifier.STATIC)
                && field.getModifiers().contains(JavaModifier.FINAL);
    }

    private static boolean isShared(JavaClass type) {
        return isIn(type, SHARED);
    }

    private static boolean isIn(JavaClass type, String start) {
        return (type.getPackageName() + ".").startsWith(start + ".");
    }

    private static String topLevel(JavaClass type) {
        int nested = type.getName().indexOf('$');
        return nested < 0 ? type.getName() : type.getName().substring(0, nested);
    }
}
