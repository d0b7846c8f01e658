// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.boot;

import ai.casys.core.catalog.Catalog;
import ai.casys.core.discovery.ToolSearch;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.identity.keyset.Keyset;
import ai.casys.core.learning.Learning;
import ai.casys.core.learning.LearningLimits;
import ai.casys.core.learning.LearningOptions;
import ai.casys.core.learning.LearningParts;
import ai.casys.core.learning.runs.ValueMarks;
import ai.casys.core.learning.store.LearnedStore;
import ai.casys.core.settings.LearningSettings;
import ai.casys.core.settings.Mode;
import ai.casys.core.settings.Settings;
import ai.casys.core.storage.Storage;
import ai.casys.shared.identity.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.InstantSource;

/** How this engine learns, by its settings. */
final class LearningChoice {

    private static final String MARKS = "learned.values";

    private LearningChoice() {}

    static Learning start(Settings settings, Storage storage, Catalog catalog, Embeddings embeddings, Keyset keyset) {
        LearningSettings learning = settings.learning();
        LearningLimits most = LearningLimits.DEFAULTS;
        // One tenant has nobody to share with.
        boolean shares = switch (settings.mode()) {
            case LOCAL -> false;
            case CLOUD -> learning.enabled() && learning.sharedPrior();
        };
        Learning started = Learning.start(
                new LearningParts(
                                new LearnedStore(storage.database(), Clock.systemUTC()),
                                embeddings::byModel,
                                _ -> catalog.snapshot(),
                                InstantSource.system())
                        .with(marks(keyset)),
                new LearningOptions(
                        learning.halfLife(),
                        shares ? learning.sharedBy() : 0,
                        new LearningLimits(
                                most.tools(),
                                learning.edges(),
                                learning.intents(),
                                most.choices(),
                                most.works(),
                                learning.runs(),
                                most.capabilities()),
                        ToolSearch.signals()));
        if (settings.mode() == Mode.LOCAL && learning.enabled()) {
            started.snapshot(TenantId.LOCAL);
        }
        return started;
    }

    /** By a key of the installation, so that a value is recognised after a restart and by nobody who has only the rows. */
    private static ValueMarks marks(Keyset keyset) {
        return json -> keyset.signer()
                .tag(MARKS, json.getBytes(StandardCharsets.UTF_8))
                .substring(0, ValueMarks.LENGTH);
    }
}
