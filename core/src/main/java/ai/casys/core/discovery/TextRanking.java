// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How well all visible tools fit the words and the meaning of an intent: scores for the whole and for each of its clauses,
 * fused, and what they are made of. Immutable, so that it can serve again as long as the tools are the same.
 *
 * <p>Score of a text: {@link FusedTexts}. Score of a tool = whole text and best clause, plus {@link ServerEvidence},
 * brought back to 0..1; what serves an {@link ImpliedSteps implied step} is raised.
 */
final class TextRanking {

    // Tools that do what a step says are this similar to it or more in most collections, others hardly ever.
    private static final double SERVES_BY_MEANING = 0.6;
    private static final double SERVES_BY_WORDS = 0.7;

    private final Visible visible;
    private final DenseRows rows;
    private final IntentTexts intent;
    private final FusedTexts texts;
    private final int[] bestClause;
    private final float[] ofServer;
    private final float[] total;
    private final double clauseShare;
    private final double serverShare;
    private final Map<Integer, Raised> raised = new HashMap<>();

    /** By what a tool's score was raised for an implied step. */
    private record Raised(int text, float by) {}

    /** @param rows the tools' vectors by document */
    TextRanking(ToolSearcher searcher, DenseRows rows, Visible visible, IntentTexts intent, RankingWeights weights)
            throws IOException {
        this.visible = visible;
        this.rows = rows;
        this.intent = intent;
        texts = new FusedTexts(searcher, rows, visible, intent, weights.words());
        clauseShare = weights.clauseOf(intent.clauses());
        ServerEvidence servers = new ServerEvidence(searcher, visible);
        float[] whole = texts.of(0);
        float[] best = whole.clone();
        bestClause = new int[visible.size()];
        if (intent.clauses() > 0) {
            Arrays.fill(best, Float.NEGATIVE_INFINITY);
        }
        for (int text = 1; intent.isClause(text); text++) {
            float[] scores = texts.of(text);
            servers.clause(scores);
            for (int place = 0; place < scores.length; place++) {
                if (scores[place] > best[place]) {
                    best[place] = scores[place];
                    bestClause[place] = text;
                }
            }
        }
        total = new float[visible.size()];
        for (int place = 0; place < total.length; place++) {
            total[place] = (float) ((1 - clauseShare) * whole[place] + clauseShare * best[place]);
        }
        serverShare = weights.server() * servers.weight();
        ofServer = servers.of(total, whole);
        for (int place = 0; place < total.length; place++) {
            total[place] = (float) ((total[place] + serverShare * ofServer[place]) / (1 + serverShare));
        }
        raise(weights.impliedAt() - 1);
    }

    /** Puts the best tool of each implied step among the first ones, if it serves the step without doubt. */
    private void raise(int firstRank) {
        int rank = firstRank;
        for (int text = 1 + intent.clauses(); rank >= 0 && text < intent.texts().size(); text++) {
            int found = first(texts.of(text));
            if (found < 0 || !serves(found, text)) {
                continue;
            }
            float bar = ranked(rank);
            if (total[found] <= bar && !raised.containsKey(found)) {
                float to = Math.nextUp(bar);
                raised.put(found, new Raised(text, to - total[found]));
                total[found] = to;
            }
            rank += 2;
        }
    }

    /** The best place; ties by key. */
    private int first(float[] scores) {
        int first = -1;
        for (int place = 0; place < scores.length; place++) {
            boolean before = first < 0
                    || scores[place] > scores[first]
                    || (scores[place] == scores[first]
                            && visible.tool(place)
                                            .key()
                                            .compareTo(visible.tool(first).key())
                                    < 0);
            first = before ? place : first;
        }
        return first;
    }

    private boolean serves(int place, int text) {
        return texts.knows(text, place)
                ? texts.similarity(text, 0, place) >= SERVES_BY_MEANING
                : texts.coverage(text, place) >= SERVES_BY_WORDS;
    }

    /** The score of the tool at a rank, from 0; 0 if there are fewer. */
    private float ranked(int rank) {
        float[] highest = new float[rank + 1];
        for (float score : total) {
            int at = rank;
            if (score <= highest[at]) {
                continue;
            }
            for (; at > 0 && highest[at - 1] < score; at--) {
                highest[at] = highest[at - 1];
            }
            highest[at] = score;
        }
        return highest[rank];
    }

    /** Whether it was made of these tools and vectors. */
    boolean isOf(Visible others, DenseRows otherRows) {
        return rows == otherRows && visible.isSame(others);
    }

    /** How many numbers it holds, about; what it takes of memory is four bytes for each. */
    long size() {
        int perText = 1 + rows.models().size();
        return (long) visible.size() * (7 + (long) perText * intent.texts().size());
    }

    Visible visible() {
        return visible;
    }

    IntentTexts intent() {
        return intent;
    }

    /** The scores by place; nobody changes them. */
    float[] scores() {
        return total;
    }

    /** How many visible tools have at least one word of the intent. */
    int matching() {
        return texts.matching();
    }

    /** The terms of the intent that the tool has. */
    Set<String> matched(int place) {
        return texts.matched(0, place);
    }

    /** How much of the intent, or of the step that it is found for, the tool has; 0 to 1. */
    double coverage(int place) {
        return readings(place)
                .mapToDouble(text -> texts.coverage(text, place))
                .max()
                .orElse(0);
    }

    /** Its similarity to the text that it fits best of those it is found for; -1 without vectors. */
    double similarity(int place) {
        return Math.max(
                texts.similarity(bestClause[place], place),
                readings(place)
                        .mapToDouble(text -> texts.similarity(text, place))
                        .max()
                        .orElse(-1));
    }

    /** The text that the tool is found for: an implied step, the clause that it fits best, or the whole. */
    String part(int place) {
        Raised step = raised.get(place);
        return intent.texts().get(step == null ? bestClause[place] : step.text());
    }

    /** The implied step that the tool is found for. */
    Optional<String> step(int place) {
        return Optional.ofNullable(raised.get(place)).map(its -> intent.texts().get(its.text()));
    }

    /** The whole, and the implied step that the tool is found for. */
    private IntStream readings(int place) {
        Raised step = raised.get(place);
        return step == null ? IntStream.of(0) : IntStream.of(0, step.text());
    }

    /**
     * What the score of a tool is made of.
     *
     * @param weight what the score counts
     */
    List<Signal> signals(int place, double weight) {
        double scale = weight / (1 + serverShare);
        double words = 0;
        double[] dense = new double[texts.models().size()];
        for (int text : new int[] {0, bestClause[place]}) {
            double share = scale * (bestClause[place] == 0 ? 0.5 : share(text));
            words += share * texts.words(text, place);
            for (int model = 0; model < dense.length; model++) {
                dense[model] += share * texts.dense(text, model, place);
            }
        }
        List<Signal> signals = new ArrayList<>();
        signals.add(new Signal("words", words));
        for (int model = 0; model < dense.length; model++) {
            signals.add(new Signal(texts.models().get(model), dense[model]));
        }
        signals.add(new Signal("server", scale * serverShare * ofServer[place]));
        Raised step = raised.get(place);
        if (step != null) {
            signals.add(new Signal("implied step", weight * step.by()));
        }
        return signals;
    }

    private double share(int text) {
        return text == 0 ? 1 - clauseShare : clauseShare;
    }
}
