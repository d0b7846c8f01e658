// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.standalone;

import ai.casys.publisher.check.Finding;
import ai.casys.publisher.check.Mentions;
import ai.casys.publisher.check.content.Contents;
import ai.casys.publisher.check.content.Part;
import ai.casys.publisher.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the published tree was compiled to. A compiler writes down what no source line says in full: the package of an
 * import with a star, the module of a superclass, the value of a constant from elsewhere.
 */
final class BuiltJars {
    private static final int LARGEST = 256 << 20;

    private BuiltJars() {}

    /** The mentions of what is private, in the modules' jars and in the names of all that lies in {@code lib}. */
    static List<Finding> findings(String check, Policy policy, Path tree) throws IOException {
        List<Path> jars = jars(tree);
        if (jars.isEmpty()) {
            return List.of(new Finding(
                    check,
                    "*/target/*.jar",
                    "the build made no jar",
                    "look at what the build of the public tree does"));
        }
        List<Finding> findings = new ArrayList<>();
        for (Path jar : jars) {
            if (Files.size(jar) > LARGEST) {
                throw new IOException(jar + " is larger than " + LARGEST + " bytes");
            }
            String module = tree.relativize(jar).getName(0).toString();
            Contents contents = Contents.of(Files.readAllBytes(jar));
            for (String unread : contents.unread()) {
                findings.add(
                        new Finding(check, jar.getFileName() + unread, "cannot be searched", "find out what is in it"));
            }
            for (Part part : contents.parts()) {
                // The archive as a whole is noise; its entries follow.
                if (!part.inside().isEmpty()) {
                    Contents one = new Contents(List.of(part), List.of());
                    findings.addAll(Mentions.in(check, policy, source(module, part), one, part.kind()));
                }
            }
        }
        return findings;
    }

    /** Where the content of an entry comes from, as exceptions are granted for sources. */
    private static String source(String module, Part part) {
        String name = part.name();
        if (part.kind() == Part.Kind.CLASS) {
            int end = name.indexOf('$', name.lastIndexOf('/') + 1);
            String stem = name.substring(0, end < 0 ? name.length() - ".class".length() : end);
            return module + "/src/main/java/" + stem + ".java";
        }
        if (name.startsWith("META-INF/maven/")) {
            return module + "/pom.xml";
        }
        return module + "/src/main/resources/" + name;
    }

    private static List<Path> jars(Path tree) throws IOException {
        try (Stream<Path> files = Files.find(
                tree, 3, (file, attributes) -> attributes.isRegularFile() && isOurs(tree.relativize(file)))) {
            return files.sorted().toList();
        }
    }

    private static boolean isOurs(Path file) {
        return file.getNameCount() == 3
                && file.getName(1).toString().equals("target")
                && file.toString().endsWith(".jar");
    }
}
