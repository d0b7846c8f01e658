// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.publisher.check.Check;
import ai.casys.publisher.check.Checks;
import ai.casys.publisher.localgit.LocalGit;
import ai.casys.publisher.policy.Policy;
import ai.casys.publisher.publishing.Publisher;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code .github/README.md} explains every check, names tests and files that exist, and stays private. */
class ReadmeTest {
    private static final Path ROOT = LocalGit.projectRoot();

    private static String readme() throws Exception {
        return Files.readString(ROOT.resolve(".github/README.md"));
    }

    @Test
    void everyCheckIsExplainedByName() throws Exception {
        List<String> names = Stream.concat(Checks.all().stream(), Checks.upkeep().stream())
                .map(Check::name)
                .collect(Collectors.toCollection(ArrayList::new));
        // What the publisher itself finds before there is a candidate that could be checked.
        names.addAll(List.of("stop-switch", "public-history", "state", "private-history", "stands-alone"));
        String text = readme();

        assertThat(names).allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
    }

    @Test
    void everyTestOfTheTableExists() throws Exception {
        String text = readme();
        String table = text.substring(text.indexOf("\n## Acceptance criteria"));
        Matcher named = Pattern.compile("`(?:([a-z]+\\.[A-Z]\\w+Test)(?:\\.(\\w+))?|([a-z]+[A-Z0-9]\\w+))`")
                .matcher(table);
        Class<?> last = Object.class;
        int seen = 0;
        while (named.find()) {
            if (named.group(1) != null) {
                last = Class.forName("ai.casys.publisher." + named.group(1));
            }
            String method = named.group(2) != null ? named.group(2) : named.group(3);
            if (method != null) {
                assertThat(Arrays.stream(last.getDeclaredMethods()).map(Method::getName))
                        .as(last.getSimpleName())
                        .contains(method);
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(12);
    }

    @Test
    void everyFileOfItsTableExistsAndEveryFileThereIsInIt() throws Exception {
        String text = readme();
        try (Stream<Path> files = Files.list(ROOT.resolve(".github"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> !List.of("README.md", "CODEOWNERS", "workflows")
                                    .contains(name)))
                    .allSatisfy(name -> assertThat(text)
                            .contains("`" + name.replaceFirst("^casys-release(-\\w+)$", "$1")
                                    + (Files.isDirectory(ROOT.resolve(".github").resolve(name)) ? "/`" : "`")));
        }
        assertThat(text).contains(Publisher.STOP_FILE);
    }

    @Test
    void itStaysPrivateAndTwoOfItsNeighboursArePublic() throws Exception {
        Policy policy = Policy.parse(Files.readAllBytes(ROOT.resolve(Policy.PATH)));

        try (Stream<Path> files = Files.walk(ROOT.resolve(".github"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                            .filter(file -> !file.contains("/target/"))
                            .filter(policy::publishes))
                    .containsExactlyInAnyOrder(".github/workflows/ci.yml", ".github/grants.yaml");
        }
    }

    @Test
    void whoGuardsThePolicyIsSaid() throws Exception {
        String owners = Files.readString(ROOT.resolve(".github/CODEOWNERS"));

        assertThat(owners.lines().filter(line -> !line.startsWith("#") && !line.isBlank()))
                .allMatch(line -> line.matches("\\S+\\s+(@Casys-AI/[a-z]+ ?)+"))
                .anyMatch(line -> line.startsWith("/" + Policy.PATH + " "))
                .anyMatch(line -> line.startsWith("/.github/ "))
                .anyMatch(line -> line.startsWith("/.ci/ "));
    }
}
