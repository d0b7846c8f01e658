// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ManyClientsTest {

    @Test
    void everyAnswerOf32ClientsWith1000CallsBelongsToItsQuestion() {
        assertThatCode(() -> Campaigns.clients(20_26, 1_000)).doesNotThrowAnyException();
    }
}
