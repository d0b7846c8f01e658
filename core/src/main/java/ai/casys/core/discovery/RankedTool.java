// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tool with its score.
 *
 * @param terms those of the query that the tool has
 * @param coverage how much of what was said the tool has, 0 to 1, a rare word counting more than a common one
 * @param similarity of the tool's text to the whole intent or one of its clauses, the highest over models; -1 without
 *     vectors
 * @param signals what the score is made of
 * @param part what of the intent the tool is found for: the clause that it fits best, an implied step, or all of it
 * @param implied the step that the intent implies and the tool serves best, if it is found for that
 * @param experience what was learned of it
 * @param confidence how probable it is that the tool is right, from 0 to 1
 * @param facts what the confidence was made of
 * @param twins near copies of the tool on other servers, left out of the ranking
 */
record RankedTool(
        CatalogTool tool,
        double score,
        Set<String> terms,
        double coverage,
        double similarity,
        List<Signal> signals,
        String part,
        Optional<String> implied,
        Experience experience,
        double confidence,
        List<Double> facts,
        List<CatalogTool> twins) {
    RankedTool {
        facts = List.copyOf(facts);
        terms = Set.copyOf(terms);
        signals = List.copyOf(signals);
        twins = List.copyOf(twins);
    }

    /** The same, knowing how probable it is that it is right. */
    RankedTool judged(double[] known) {
        return new RankedTool(
                tool,
                score,
                terms,
                coverage,
                similarity,
                signals,
                part,
                implied,
                experience,
                Confidence.of(known),
                Arrays.stream(known).boxed().toList(),
                twins);
    }

    /** The same with another score, and the signal that makes the difference. */
    RankedTool rescored(double newScore, String signal) {
        List<Signal> all = new ArrayList<>(signals);
        all.add(new Signal(signal, newScore - score));
        return new RankedTool(
                tool, newScore, terms, coverage, similarity, all, part, implied, experience, confidence, facts, twins);
    }
}
