// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class LiteralTest {

    @Test
    void valuesOfEachKindAreFoundInTheirOrder() {
        assertThat(Literal.in("Send \"see you, then\" to ann.lee@mail.example about https://a.example/x?y=1."
                        + " by 2026-12-24, attach notes/plan.md or /srv/data/a.csv, 3 copies at 12.50"))
                .extracting(Literal::kind, Literal::text)
                .containsExactly(
                        tuple(Literal.Kind.QUOTED, "see you, then"),
                        tuple(Literal.Kind.EMAIL, "ann.lee@mail.example"),
                        tuple(Literal.Kind.URL, "https://a.example/x?y=1"),
                        tuple(Literal.Kind.DATE, "2026-12-24"),
                        tuple(Literal.Kind.PATH, "notes/plan.md"),
                        tuple(Literal.Kind.PATH, "/srv/data/a.csv"),
                        tuple(Literal.Kind.NUMBER, "3"),
                        tuple(Literal.Kind.NUMBER, "12.50"));
    }

    @Test
    void anApostropheOpensNoQuotation() {
        assertThat(Literal.in("Tom's and Ann's calendars")).isEmpty();
    }

    @Test
    void hostileTextTakesNoLongTime() {
        for (String piece : new String[] {"a.", "\"", "'", "/", "@", "1-", "http://", "~/.", "a@a.", "-1."}) {
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> Literal.in(piece.repeat(4_000 / piece.length())));
        }
    }
}
