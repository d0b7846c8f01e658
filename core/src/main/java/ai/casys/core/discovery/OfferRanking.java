// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.discovery.embedding.CompactVector;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One search among offers that the caller may see, by the same measure as among tools: words (BM25, k1 1.2, b 0.75) and
 * vectors, each brought to 0..1 over just these offers, weighted; half the whole intent, half its best clause. On one
 * thread.
 */
final class OfferRanking {

    private static final double SATURATION = 1.2;
    private static final double BY_LENGTH = 0.75;

    private final List<OfferWords> offers;
    private final List<Optional<List<CompactVector>>> vectors;
    private final IntentTexts intent;
    private final RankingWeights weights;
    private final Map<String, Double> rarity = new HashMap<>();
    private final double[] total;
    private final double[] similarity;

    /** @param vectors of each offer, by model in the order of the intent's; empty while they are not made */
    OfferRanking(
            List<OfferWords> offers,
            List<Optional<List<CompactVector>>> vectors,
            IntentTexts intent,
            RankingWeights weights) {
        this.offers = offers;
        this.vectors = vectors;
        this.intent = intent;
        this.weights = weights;
        double mean = offers.stream().mapToInt(OfferWords::length).average().orElse(1);
        this.similarity = new double[offers.size()];
        Arrays.fill(similarity, -1);
        float[] whole = score(0, mean);
        float[] best = whole.clone();
        if (intent.texts().size() > 1) {
            Arrays.fill(best, Float.NEGATIVE_INFINITY);
        }
        for (int text = 1; text < intent.texts().size(); text++) {
            float[] scores = score(text, mean);
            for (int place = 0; place < scores.length; place++) {
                best[place] = Math.max(best[place], scores[place]);
            }
        }
        this.total = new double[offers.size()];
        for (int place = 0; place < total.length; place++) {
            total[place] = (1 - weights.clause()) * whole[place] + weights.clause() * best[place];
        }
    }

    double score(int place) {
        return total[place];
    }

    /** Whether an offer fits at all, or is just the nearest there is. */
    boolean isRelevant(int place) {
        Collection<String> said = intent.whole().keySet();
        Set<String> has = new LinkedHashSet<>(said);
        has.removeIf(term -> offers.get(place).frequency(term) == 0);
        double all = said.stream().mapToDouble(this::rarity).sum();
        double covered = has.stream().mapToDouble(this::rarity).sum();
        return total[place] > 0 && Relevance.of(all == 0 ? 0 : covered / all, has.size(), similarity[place]);
    }

    private double rarity(String term) {
        return rarity.computeIfAbsent(term, _ -> {
            long having =
                    offers.stream().filter(offer -> offer.frequency(term) > 0).count();
            return Math.log(1 + (offers.size() - having + 0.5) / (having + 0.5));
        });
    }

    private float[] score(int text, double mean) {
        float[] words = words(intent.terms().get(text).keySet(), mean);
        Spread spread = Spread.fromZero(words);
        int models = intent.vectors().isEmpty() ? 0 : intent.vectors().get(text).size();
        float[] fused = new float[words.length];
        for (int place = 0; place < fused.length; place++) {
            boolean byWords = models == 0 || vectors.get(place).isEmpty();
            fused[place] = (float) ((byWords ? 1 : weights.words()) * spread.part(words[place]));
        }
        for (int model = 0; model < models; model++) {
            add(model, intent.vectors().get(text).get(model), (1 - weights.words()) / models, fused);
        }
        return fused;
    }

    private void add(int model, CompactVector wanted, double share, float[] fused) {
        float[] near = new float[fused.length];
        float[] known = new float[fused.length];
        int count = 0;
        for (int place = 0; place < near.length; place++) {
            Optional<List<CompactVector>> its = vectors.get(place);
            if (its.isPresent()) {
                near[place] = its.get().get(model).similarity(wanted);
                known[count++] = near[place];
                similarity[place] = Math.max(similarity[place], near[place]);
            }
        }
        Spread spread = Spread.of(Arrays.copyOf(known, count));
        for (int place = 0; place < near.length; place++) {
            if (vectors.get(place).isPresent()) {
                fused[place] += (float) (share * spread.part(near[place]));
            }
        }
    }

    private float[] words(Collection<String> terms, double mean) {
        float[] scores = new float[offers.size()];
        for (String term : terms) {
            double rare = rarity(term);
            for (int place = 0; place < scores.length; place++) {
                OfferWords offer = offers.get(place);
                int frequency = offer.frequency(term);
                if (frequency > 0) {
                    double norm = SATURATION * (1 - BY_LENGTH + BY_LENGTH * offer.length() / mean);
                    scores[place] += (float) (rare * frequency / (frequency + norm));
                }
            }
        }
        return scores;
    }
}
