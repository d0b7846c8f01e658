// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.e2e;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("chaos")
class KillNineTest {

    @Test
    void afterAnyOf20SuddenEndsTheNextStartWorksAndNobodyIsLeftBehind() {
        assertThatCode(() -> Campaigns.kill(20_26, 20)).doesNotThrowAnyException();
    }
}
