// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeGenerationTest {

    @Test
    void theCommittedClassesAreWhatTheMigrationsGive(@TempDir Path directory) throws Exception {
        if (Boolean.getBoolean("casys.generate")) {
            CodeGeneration.main(new String[0]);
        }
        Map<String, String> fresh = sources(CodeGeneration.generate(directory));

        assertThat(fresh).isNotEmpty();
        assertThat(sources(CodeGeneration.TARGET))
                .as("after adding a migration: mvn -pl core -am test -Dtest=CodeGenerationTest -Dcasys.generate=true "
                        + "-Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(fresh);
    }

    private static Map<String, String> sources(Path directory) throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                sources.put(
                        file.getFileName().toString(), Files.readString(file).replace("\r\n", "\n"));
            }
        }
        return sources;
    }
}
