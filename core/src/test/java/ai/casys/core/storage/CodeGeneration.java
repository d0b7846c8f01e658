// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jooq.codegen.DefaultGeneratorStrategy;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.Definition;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Strategy;
import org.jooq.meta.jaxb.Target;

/**
 * Writes the jOOQ classes of core's schema from a database that the migrations have made. Run {@link #main} after a
 * migration was added; {@link CodeGenerationTest} fails until then.
 */
public final class CodeGeneration {

    static final Path TARGET = Path.of("src", "main", "java", "ai", "casys", "core", "storage", "generated");

    private static final String PACKAGE = "ai.casys.core.storage.generated";
    private static final String HEADER = "// SPDX-License-Identifier: AGPL-3.0-only\n";

    private CodeGeneration() {}

    /** Replaces the committed classes; runs in the module's folder. */
    public static void main(String[] arguments) throws Exception {
        Path scratch = Files.createTempDirectory("casys-generated");
        try {
            Path made = generate(scratch);
            DurableFiles.deleteTree(TARGET);
            Files.createDirectories(TARGET);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(made)) {
                for (Path file : files) {
                    Files.copy(file, TARGET.resolve(file.getFileName().toString()));
                }
            }
        } finally {
            DurableFiles.deleteTree(scratch);
        }
    }

    /** Generates below a directory and returns the one that holds the classes. */
    static Path generate(Path directory) throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            ConnectionAddress address = database.migrator();
            GenerationTool.generate(new Configuration()
                    .withLogging(Logging.ERROR)
                    .withJdbc(new Jdbc()
                            .withUrl("jdbc:postgresql://" + address.hosts().getFirst() + "/" + address.database())
                            .withUser(address.user())
                            .withPassword(address.password().orElseThrow()))
                    .withGenerator(new Generator()
                            .withStrategy(new Strategy().withName(OnePackage.class.getName()))
                            .withDatabase(new Database()
                                    .withName("org.jooq.meta.postgres.PostgresDatabase")
                                    .withInputSchema(Migrations.CORE_SCHEMA)
                                    .withExcludes(Migrations.CORE_HISTORY)
                                    .withIncludeSystemSequences(false))
                            .withGenerate(new Generate()
                                    .withGeneratedAnnotation(false)
                                    .withGlobalCatalogReferences(false)
                                    .withImplicitJoinPathsToOne(false)
                                    .withImplicitJoinPathsToMany(false)
                                    .withImplicitJoinPathTableSubtypes(false))
                            .withTarget(new Target()
                                    .withPackageName(PACKAGE)
                                    .withDirectory(directory.toString())
                                    .withEncoding("UTF-8"))));
        }
        Path made = directory.resolve(PACKAGE.replace('.', '/'));
        addHeaders(made);
        return made;
    }

    private static void addHeaders(Path made) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(made)) {
            for (Path file : files) {
                Files.writeString(file, HEADER + Files.readString(file));
            }
        }
        Files.writeString(
                made.resolve("package-info.java"),
                HEADER
                        + "/** jOOQ's classes for the tables of core, generated from the migrations; see CodeGeneration. */\n"
                        + "package " + PACKAGE + ";\n");
    }

    /** jOOQ's own layout, tables and records in packages below, has cycles between packages. */
    public static final class OnePackage extends DefaultGeneratorStrategy {
        @Override
        public String getJavaPackageName(Definition definition, Mode mode) {
            return getTargetPackage();
        }
    }
}
