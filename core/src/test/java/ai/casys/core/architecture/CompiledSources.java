// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Small classes, compiled as they are written in a test and read by ArchUnit. */
final class CompiledSources {
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum) (\\w+)");

    private CompiledSources() {}

    /** Compiles {@code sources}, each one file, against this test's class path. */
    static JavaClasses in(Path folder, List<String> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(folder.resolve("classes"));
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> written = new ArrayList<>();
            for (String source : sources) {
                Matcher type = TYPE.matcher(source);
                String name = source.contains("@NullMarked package") || !type.find() ? "package-info" : type.group(1);
                Path file = folder.resolve("sources")
                        .resolve(first(PACKAGE, source).replace('.', '/'))
                        .resolve(name + ".java");
                Files.createDirectories(file.getParent());
                Files.writeString(file, source);
                written.add(file);
            }
            StringWriter messages = new StringWriter();
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-proc:none", "-d", classes.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(written))
                    .call();
            if (!compiled) {
                throw new AssertionError("the planted sources do not compile:\n" + messages);
            }
        }
        return new ClassFileImporter().importPath(classes);
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
