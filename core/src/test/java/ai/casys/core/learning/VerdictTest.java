// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import static ai.casys.core.learning.Reports.NOON;
import static ai.casys.core.learning.Reports.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.weights.SignalPlan;
import ai.casys.shared.identity.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Verdict SAID = new Verdict("send a mail", key("mail"), true);
    private static final Verdict AGAINST = new Verdict("send a mail", key("pigeon"), false);

    private final Rows rows = new Rows();

    /** Rows that can be away. */
    private static final class Rows extends NoRows {
        private final AtomicBoolean away = new AtomicBoolean();
        private final Map<String, IntentRecord> intents = new ConcurrentHashMap<>();

        @Override
        public void save(TenantId tenant, LearnedChanges changes, Decay decay) {
            if (away.get()) {
                throw new CasysException(ErrorCategory.UNAVAILABLE, "the database is away as the test wants it");
            }
            changes.intents()
                    .forEach((digest, added) -> intents.merge(digest, added, (one, more) -> one.plus(more, decay)));
        }
    }

    private Learning start() {
        return Learning.start(
                new LearningParts(rows, IntentVectors.NONE, _ -> CatalogSnapshot.EMPTY, InstantSource.fixed(NOON)),
                new LearningOptions(Duration.ofDays(30), 0, LearningLimits.DEFAULTS, SignalPlan.NONE));
    }

    private static Object votes(Learning learning) {
        return learning.settled(TenantId.LOCAL)
                .pastIntents(SAID.intent(), Map.of(), _ -> true)
                .values();
    }

    @Test
    void whatCouldNotBeWrittenAndIsSaidAgainCountsOnce() {
        Object once;
        Map<String, IntentRecord> written;
        try (Learning learning = start()) {
            learning.told(TenantId.LOCAL, SAID);
            learning.told(TenantId.LOCAL, AGAINST);
            once = votes(learning);
        }
        written = Map.copyOf(rows.intents);
        rows.intents.clear();

        try (Learning learning = start()) {
            rows.away.set(true);
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> learning.told(TenantId.LOCAL, SAID)).isInstanceOf(CasysException.class);
                assertThatThrownBy(() -> learning.told(TenantId.LOCAL, AGAINST)).isInstanceOf(CasysException.class);
            }
            assertThat(votes(learning))
                    .as("nothing is learned that was refused")
                    .isEqualTo(Map.of());
            rows.away.set(false);
            learning.told(TenantId.LOCAL, SAID);
            learning.told(TenantId.LOCAL, AGAINST);
            assertThat(votes(learning)).isEqualTo(once);
        }
        assertThat(rows.intents).isEqualTo(written);
    }

    @Test
    void whatIsWrittenIsNotWrittenAgainLater() {
        try (Learning learning = start()) {
            learning.told(TenantId.LOCAL, SAID);
            learning.export(TenantId.LOCAL);
            learning.export(TenantId.LOCAL);
        }

        assertThat(rows.intents.values())
                .singleElement()
                .satisfies(intent -> assertThat(intent.tools().values())
                        .extracting(Tally::successes)
                        .containsExactly(3.0));
    }
}
