// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How good one ranking is; each number from 0 to 1.
 *
 * @param recall1 part of the labels among the first
 * @param recall5 among the first 5
 * @param recall10 among the first 10
 * @param ndcg10 discounted gain of the first 10, against that of the best ranking
 * @param reciprocalRank 1 through the place of the first tool that is right
 * @param complete10 1 if all labels are among the first 10
 */
public record RankingScore(
        double recall1, double recall5, double recall10, double ndcg10, double reciprocalRank, double complete10) {

    private static final int PLACES = 10;

    /**
     * Measures. A label is met by the first of its members; later members of a label that is met take no place.
     *
     * @param ranking ids, best first, each once
     */
    public static RankingScore of(List<String> ranking, List<List<String>> labels) {
        Set<Integer> met = new HashSet<>();
        int place = 0;
        int at1 = 0;
        int at5 = 0;
        int at10 = 0;
        double gain = 0;
        double reciprocal = 0;
        for (String id : ranking) {
            int label = labelOf(id, labels, met);
            if (label == ALREADY_MET) {
                continue;
            }
            place++;
            if (label == NONE) {
                continue;
            }
            met.add(label);
            at1 += place <= 1 ? 1 : 0;
            at5 += place <= 5 ? 1 : 0;
            at10 += place <= PLACES ? 1 : 0;
            gain += place <= PLACES ? discount(place) : 0;
            reciprocal = reciprocal == 0 ? 1.0 / place : reciprocal;
        }
        double ideal = 0;
        for (int i = 1; i <= Math.min(PLACES, labels.size()); i++) {
            ideal += discount(i);
        }
        double count = labels.size();
        return new RankingScore(
                at1 / count, at5 / count, at10 / count, gain / ideal, reciprocal, at10 == labels.size() ? 1 : 0);
    }

    private static final int NONE = -1;
    private static final int ALREADY_MET = -2;

    private static int labelOf(String id, List<List<String>> labels, Set<Integer> met) {
        int result = NONE;
        for (int label = 0; label < labels.size(); label++) {
            if (labels.get(label).contains(id)) {
                if (!met.contains(label)) {
                    return label;
                }
                result = ALREADY_MET;
            }
        }
        return result;
    }

    private static double discount(int place) {
        return Math.log(2) / Math.log(place + 1);
    }
}
