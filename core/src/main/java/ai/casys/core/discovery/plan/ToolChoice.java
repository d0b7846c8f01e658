// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.discovery.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the tools that were found a plan uses: all that are probably right. Where that is said of none, the best one,
 * and each further one that serves a part of the intent which none before it serves. Then those without which the chosen
 * ones were rarely used.
 */
final class ToolChoice {

    /** Tools of a plan at most. */
    static final int MOST = 12;

    // With equal costs of one tool too many and one too few, F1 is best a little below even odds.
    private static final double PROBABLY_RIGHT = 0.4;

    private static final double LEAST_SHARE_OF_BEST = 0.3;
    private static final double LEAST_NEW_PART = 0.12;
    private static final double SAME_TOOL = 0.9;
    private static final double USED_WITH = 0.5;
    private static final double LEAST_RUNS = 2;

    private ToolChoice() {}

    /**
     * @param name a tool's listed name
     * @param score how well it serves the intent, comparable within one list only
     * @param confidence how probable it is that it is right, from 0 to 1
     */
    record Candidate(String name, double score, double confidence) {}

    /**
     * @param candidates best first
     * @param known whether a name stands for a tool that the caller may use
     */
    static List<String> of(
            String intent, List<Candidate> candidates, ToolWords words, EdgeModel model, Set<String> known) {
        List<String> probable = candidates.stream()
                .filter(candidate -> candidate.confidence() >= PROBABLY_RIGHT)
                .map(Candidate::name)
                .distinct()
                .limit(MOST)
                .toList();
        List<String> chosen = new ArrayList<>(probable.size() > 1 ? probable : byParts(intent, candidates, words));
        addCompanions(chosen, model, known);
        return chosen;
    }

    private static List<String> byParts(String intent, List<Candidate> candidates, ToolWords words) {
        Set<String> terms = new HashSet<>();
        new Words().of(intent).forEach(found -> terms.add(found.term()));
        double whole = worth(terms, words);
        Set<String> open = new HashSet<>(terms);
        List<String> chosen = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (chosen.size() == MOST
                    || candidate.score()
                            < LEAST_SHARE_OF_BEST * candidates.getFirst().score()) {
                break;
            }
            Set<String> fresh = new HashSet<>(open);
            fresh.retainAll(words.of(candidate.name()));
            boolean repeats = chosen.stream().anyMatch(other -> words.between(other, candidate.name()) > SAME_TOOL);
            if (chosen.isEmpty() || (!repeats && worth(fresh, words) >= LEAST_NEW_PART * whole)) {
                chosen.add(candidate.name());
                open.removeAll(fresh);
            }
        }
        return chosen;
    }

    private static void addCompanions(List<String> chosen, EdgeModel model, Set<String> known) {
        for (String tool : List.copyOf(chosen)) {
            for (String companion : model.usedBefore(tool, USED_WITH, LEAST_RUNS)) {
                if (chosen.size() < MOST && known.contains(companion) && !chosen.contains(companion)) {
                    chosen.add(companion);
                }
            }
        }
    }

    private static double worth(Set<String> terms, ToolWords words) {
        return terms.stream()
                .mapToDouble(term -> words.rarity().getOrDefault(term, 0.0))
                .sum();
    }
}
