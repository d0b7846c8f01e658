// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ImpliedStepsTest {

    @Test
    void whatIsNotSaidButNeededIsFoundInTheOrderOfItsSigns() {
        assertThat(ImpliedSteps.of("Compare the stations near Lyon and save the result as stations.md"))
                .startsWith("search for places nearby")
                .contains("write text content to a file");
        assertThat(ImpliedSteps.of("How much is 1 EUR in USD today?")).containsExactly("get the current date and time");
    }

    @Test
    void aFolderThatIsToBeMadeIsNotListed() {
        assertThat(ImpliedSteps.of("Create a new folder reports and make the directory archive"))
                .isEmpty();
        assertThat(ImpliedSteps.of("Add a folder to the archive")).containsExactly("list the files in a directory");
        assertThat(ImpliedSteps.of("Make a directory archive and move what is in the folder reports to it"))
                .containsExactly("list the files in a directory");
    }

    @Test
    void theNameOfAFileSaysNothingOfTheDay() {
        assertThat(ImpliedSteps.of("read reports/today.md and today-list")).isEmpty();
        for (String asked : List.of("what happens today.", "is it open today/tomorrow?", "today's news")) {
            assertThat(ImpliedSteps.of(asked)).as(asked).containsExactly("get the current date and time");
        }
    }

    @Test
    void anIntentWithoutSignsImpliesNothing() {
        assertThat(ImpliedSteps.of("list my open issues")).isEmpty();
        assertThat(ImpliedSteps.of("")).isEmpty();
    }

    @Test
    void ofManyOnlyTheFirstCount() {
        List<String> steps = ImpliedSteps.of(
                "today read https://example.org/a.pdf, compute the total cost, put it into an Excel sheet, a Word document"
                        + " and slides in the folder");

        assertThat(steps).hasSize(ImpliedSteps.MOST).startsWith("get the current date and time");
    }

    @Test
    void aHostileTextTakesNoTime() {
        String text = "save ".repeat(800);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(2), () -> ImpliedSteps.of(text));
    }
}
