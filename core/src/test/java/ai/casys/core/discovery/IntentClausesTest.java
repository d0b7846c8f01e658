// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntentClausesTest {

    @Test
    void eachThingThatIsAskedForIsAClause() {
        assertThat(IntentClauses.of("Find the newest invoice in my mail, convert it to PDF and send it to Anna."))
                .containsExactly("Find the newest invoice in my mail", "convert it to PDF", "send it to Anna.");
        assertThat(IntentClauses.of("What is the weather in Rome? Then book a hotel there; also rent a car."))
                .containsExactly("What is the weather in Rome", "Then book a hotel there", "also rent a car.");
    }

    @Test
    void whatAsksForOneThingHasNoClauses() {
        assertThat(IntentClauses.of("list the salt, pepper and sugar prices")).isEmpty();
        assertThat(IntentClauses.of("open an issue")).isEmpty();
        assertThat(IntentClauses.of("version 1.2.3 of example.com")).isEmpty();
    }

    @Test
    void chineseSentencesAreClauses() {
        assertThat(IntentClauses.of("搜索北京的天气。预订一家酒店。")).containsExactly("搜索北京的天气", "预订一家酒店");
    }

    @Test
    void ofManyTheFirstCount() {
        assertThat(IntentClauses.of("send one more mail. ".repeat(50))).hasSize(IntentClauses.MOST);
    }

    @Test
    void noTextIsSlow() {
        for (String text :
                List.of(", ".repeat(2_000), "and and ".repeat(500), "a.".repeat(2_000), "and create ".repeat(360))) {
            long start = System.nanoTime();
            IntentClauses.of(text);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
