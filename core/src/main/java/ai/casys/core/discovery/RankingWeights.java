// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

/**
 * What counts how much in a text's score. Each part is first brought to 0..1 over the visible tools.
 *
 * @param words BM25; the models share the rest
 * @param clause the best clause, less one part of this for each clause that there is: two say little more than the whole,
 *     many say most of it; the whole text has the rest
 * @param many among so many visible tools and more all models read the clauses, among fewer the first alone, which finds as
 *     much there and takes half the time
 * @param server what speaks for the tool's server, where there are many; on top of the rest
 * @param impliedAt the place, from 1, to which the best tool of the first implied step is raised; each further step comes
 *     two places later; 0 for none
 * @param adapted whether intents are moved to where their tools lie before they are compared
 */
record RankingWeights(double words, double clause, int many, double server, int impliedAt, boolean adapted) {

    /** See docs/decisions/0019-search-by-meaning.md for what was measured. */
    static final RankingWeights DEFAULT = new RankingWeights(0.25, 0.85, 2_000, 0.4, 4, true);

    /** A plain hybrid of whole texts, which others are measured against. */
    static RankingWeights plain(double words) {
        return new RankingWeights(words, 0, 0, 0, 0, false);
    }

    /** The best clause's share, of so many. */
    double clauseOf(int clauses) {
        return clauses == 0 ? 0 : clause * (1 - 1.0 / clauses);
    }
}
