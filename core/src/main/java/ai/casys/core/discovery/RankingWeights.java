// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

/**
 * What counts how much in a text's score. Each part is first brought to 0..1 over the visible tools.
 *
 * @param words BM25; the models share the rest
 * @param clause the best clause; the whole text has the rest
 * @param clauseModels how many of the models read the clauses, from the first on
 * @param server the best tool of the tool's server, on top of the rest
 */
record RankingWeights(double words, double clause, int clauseModels, double server) {

    /** See docs/decisions/0019-search-by-meaning.md for what was measured. */
    static final RankingWeights DEFAULT = new RankingWeights(0.3, 0.5, 1, 0.1);
}
