// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.Embeddings;
import ai.casys.core.discovery.embedding.IntentVector;
import ai.casys.core.learning.LearnedSnapshot;
import ai.casys.core.learning.LearnedSource;
import ai.casys.shared.identity.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From an intent to ranked tools over one state of an index. Safe for any number of threads. */
final class IntentSearch {

    private static final Logger log = LoggerFactory.getLogger(IntentSearch.class);

    private final Embeddings embeddings;
    private final RankingWeights weights;
    private final LearnedSource learned;

    IntentSearch(Embeddings embeddings, RankingWeights weights, LearnedSource learned) {
        this.embeddings = embeddings;
        this.weights = weights;
        this.learned = learned;
    }

    /**
     * @param best best first
     * @param matching visible tools that have at least one word of the intent
     * @param vectors of the intent, by model
     */
    record Found(List<RankedTool> best, int matching, Map<String, float[]> vectors) {
        Found {
            best = List.copyOf(best);
        }
    }

    /**
     * The admitted tools that fit best.
     *
     * @param scope what the scores are made of, as if nothing else were there
     */
    Found search(
            LexicalIndex index, IntentTexts intent, int limit, Predicate<CatalogTool> admitted, SearchScope scope) {
        LearnedSnapshot snapshot = scope.tenant().map(learned::snapshot).orElse(LearnedSnapshot.EMPTY);
        try {
            return index.with(searcher -> {
                Visible visible = Visible.of(searcher, scope.visible());
                IntentTexts whole = embedded(intent, visible.size(), scope.tenant());
                TextRanking text = ranking(searcher, visible, whole, scope.tenant());
                IntentRanking ranking = new IntentRanking(searcher, text);
                ranking.add(snapshot, scope.used());
                return new Found(ranking.best(admitted, limit), text.matching(), whole.wholeVectors());
            });
        } catch (IOException e) {
            throw new CasysException(ErrorCategory.INTERNAL, "the tool index cannot be read", e);
        }
    }

    private TextRanking ranking(ToolSearcher searcher, Visible visible, IntentTexts intent, Optional<TenantId> tenant)
            throws IOException {
        DenseRows rows = searcher.rows();
        RecentRankings.Asked asked = RecentRankings.Asked.of(tenant, intent, weights);
        Optional<TextRanking> known = searcher.recent().get(asked, visible, rows);
        if (known.isPresent()) {
            return known.get();
        }
        TextRanking ranking = new TextRanking(searcher, rows, visible, intent, weights);
        searcher.recent().put(asked, ranking);
        return ranking;
    }

    /**
     * The intent with its vectors, if there are models.
     *
     * @param among how many things it is looked for that the caller may see
     * @param tenant who asks
     */
    IntentTexts embedded(IntentTexts intent, int among, Optional<TenantId> tenant) {
        if (!embeddings.isReady()) {
            return intent;
        }
        try {
            List<List<CompactVector>> vectors = new ArrayList<>();
            List<CompactVector> own = new ArrayList<>();
            for (int text = 0; text < intent.texts().size(); text++) {
                int models = intent.isClause(text) && among < weights.many()
                        ? 1
                        : embeddings.names().size();
                // An implied step is worded as tools are.
                boolean asked = weights.adapted() && !intent.isImplied(text);
                List<IntentVector> read =
                        embeddings.vectors(tenant, intent.texts().get(text), models);
                if (text == 0) {
                    own.addAll(read.stream().map(IntentVector::own).toList());
                }
                vectors.add(read.stream()
                        .map(vector -> asked ? vector.sought() : vector.own())
                        .toList());
            }
            return intent.with(embeddings.names(), vectors, own);
        } catch (CasysException e) {
            log.warn("searching by words alone: {}", e.getMessage());
            return intent;
        }
    }
}
