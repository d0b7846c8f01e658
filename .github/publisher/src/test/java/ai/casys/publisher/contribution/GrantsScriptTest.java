// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.publisher.localgit.LocalGit;
import ai.casys.publisher.publishing.PublicationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code .ci/grants}, which speaks on the public pull request, says what the import will say about the grants. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs on Linux alone, in its own job")
class GrantsScriptTest {
    private static final String DATE = "2026-03-05T08:00:00Z";
    private static final String SIGNED = "\n\nSigned-off-by: " + Contributions.JANE;
    private static final String BOB = "Bob Stranger <bob@stranger.example>";
    private static final String BOBS = """
              - author: Bob Stranger <bob@stranger.example>
                agreement: 1
                date: '2026-02-01'
            """;

    @TempDir
    private Path folder;

    /** What a pull request does about grants. */
    enum Case {
        GRANTED(true),
        GRANTED_IN_OTHER_LETTERS(true),
        OWN_GRANT(true),
        OWN_GRANT_LATER_THAN_THE_WORK(true),
        MERGED_THE_PUBLIC_BRANCH(true),
        NO_GRANT(false),
        CO_AUTHOR_WITHOUT(false),
        NOT_SIGNED(false),
        SIGNED_BY_ANOTHER(false),
        FOR_ANOTHER(false),
        REMOVED(false),
        CHANGED(false),
        OLD_AGREEMENT(false);

        private final boolean accepted;

        Case(boolean accepted) {
            this.accepted = accepted;
        }
    }

    private Contributions prepare(Case what) throws Exception {
        boolean without = switch (what) {
            case OWN_GRANT, OWN_GRANT_LATER_THAN_THE_WORK, NOT_SIGNED, SIGNED_BY_ANOTHER, OLD_AGREEMENT -> true;
            default -> false;
        };
        String grants = what == Case.GRANTED_IN_OTHER_LETTERS
                ? Contributions.GRANTS.replace("jane@outside", "Jane@OUTSIDE")
                : Contributions.GRANTS;
        Contributions contributions = new Contributions(folder, without ? "version: 1\ngrants: []\n" : grants);
        LocalGit jane = contributions.jane;
        jane.write("core/C.java", "c\n");
        switch (what) {
            case GRANTED, GRANTED_IN_OTHER_LETTERS -> jane.commit("Add C", Contributions.JANE, DATE);
            case OWN_GRANT -> {
                jane.write(Grants.PATH, Contributions.GRANTS).commit("My grant" + SIGNED, Contributions.JANE, DATE);
            }
            case OWN_GRANT_LATER_THAN_THE_WORK -> {
                jane.commit("Add C", Contributions.JANE, DATE);
                jane.write(Grants.PATH, Contributions.GRANTS).commit("My grant" + SIGNED, Contributions.JANE, DATE);
            }
            case MERGED_THE_PUBLIC_BRANCH -> {
                jane.commit("Add C", Contributions.JANE, DATE);
                contributions
                        .privateTree
                        .write(Grants.PATH, Contributions.GRANTS + BOBS)
                        .commit("Record a grant");
                contributions.publish();
                jane.run("fetch", "--quiet", "origin");
                jane.as(
                        Map.of("GIT_AUTHOR_NAME", "Jane Outside", "GIT_AUTHOR_EMAIL", "jane@outside.example"),
                        "merge",
                        "--quiet",
                        "--no-edit",
                        "origin/main");
            }
            case NO_GRANT -> jane.commit("Add C", BOB, DATE);
            case CO_AUTHOR_WITHOUT -> jane.commit("Add C\n\nCo-authored-by: " + BOB, Contributions.JANE, DATE);
            case NOT_SIGNED ->
                jane.write(Grants.PATH, Contributions.GRANTS).commit("My grant", Contributions.JANE, DATE);
            case SIGNED_BY_ANOTHER ->
                jane.write(Grants.PATH, Contributions.GRANTS)
                        .commit("My grant\n\nSigned-off-by: " + BOB, Contributions.JANE, DATE);
            case FOR_ANOTHER -> {
                jane.write(Grants.PATH, Contributions.GRANTS + BOBS)
                        .commit("The grant of Bob" + SIGNED, Contributions.JANE, DATE);
                jane.write("core/D.java", "d\n").commit("Add D", BOB, DATE);
            }
            case REMOVED ->
                jane.write(Grants.PATH, "version: 1\ngrants: []\n").commit("Tidy" + SIGNED, Contributions.JANE, DATE);
            case CHANGED ->
                jane.write(Grants.PATH, Contributions.GRANTS.replace("2026-02-01", "2020-02-01"))
                        .commit("Change it" + SIGNED, Contributions.JANE, DATE);
            case OLD_AGREEMENT ->
                jane.write(Grants.PATH, Contributions.GRANTS.replace("agreement: 1", "agreement: 0"))
                        .commit("My grant" + SIGNED, Contributions.JANE, DATE);
        }
        contributions.open();
        return contributions;
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesSayTheSame(Case what) throws Exception {
        Contributions contributions = prepare(what);

        LocalGit.Result script = LocalGit.execute(
                contributions.jane.folder(),
                Map.of(),
                List.of("bash", LocalGit.projectRoot().resolve(".ci/grants").toString(), "origin/main", "HEAD"));

        assertThat(script.exit()).as(script.output()).isEqualTo(what.accepted ? 0 : 1);
        if (what.accepted) {
            assertThat(contributions.bring().created()).isTrue();
        } else {
            assertThatThrownBy(contributions::bring)
                    .isInstanceOf(PublicationException.class)
                    .hasMessageContaining("grant");
        }
    }

    @Test
    void theFileOfThisTreeAndTheExampleForContributorsAreWellFormed() throws Exception {
        Path root = LocalGit.projectRoot();
        assertThat(Grants.parse(Files.readAllBytes(root.resolve(Grants.PATH)))).isNotNull();
        String text = Files.readString(root.resolve("CONTRIBUTING.md"));
        String example = text.substring(text.indexOf("grants:\n"), text.indexOf("```", text.indexOf("grants:\n")));
        assertThat(Grants.parse(("version: 1\n" + example).getBytes(StandardCharsets.UTF_8))
                        .covers("JANE@example.org", Review.AGREEMENT))
                .isTrue();
        assertThat(root.resolve("docs/contributor-grant.md"))
                .content()
                .startsWith("# Contributor grant, version " + Review.AGREEMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "grants: []",
                "version: 2\ngrants: []",
                "version: 1\ngrants: {}",
                "version: 1\ngrants: [1]",
                "version: 1\ngrants: []\nmore: 1",
                "version: 1\ngrants: [{author: 'J <j@x>', agreement: 1}]",
                "version: 1\ngrants: [{author: 'J', agreement: 1, date: '2026-01-01'}]",
                "version: 1\ngrants: [{author: 'J <j>', agreement: 1, date: '2026-01-01'}]",
                "version: 1\ngrants: [{author: 'J <j@x>', agreement: 0, date: '2026-01-01'}]",
                "version: 1\ngrants: [{author: 'J <j@x>', agreement: 1, date: 'soon'}]",
                "version: 1\ngrants: [",
                "&a [*a]"
            })
    void aFileThatIsNoneIsRefusedWithAReason(String text) {
        assertThatThrownBy(() -> Grants.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(GrantException.class)
                .hasMessageMatching("(?s).{10,}");
    }
}
