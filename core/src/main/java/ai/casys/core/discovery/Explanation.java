// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says where the words of one query stand in a tool. Belongs to one thread. */
final class Explanation {

    private final Map<String, String> wordByTerm;
    private final Words words = new Words();

    /** @param wordByTerm the query's terms in order, each with the caller's word */
    Explanation(Map<String, String> wordByTerm) {
        this.wordByTerm = wordByTerm;
    }

    /** @param matched the terms that the tool is known to have */
    List<Reason> of(CatalogTool tool, Set<String> matched) {
        List<Reason> reasons = new ArrayList<>();
        Map<Reason.Part, Integer> weights = PartWeights.DEFAULT.byPart();
        ToolText.of(tool).forEach((part, text) -> {
            if (weights.getOrDefault(part, 0) == 0) {
                return;
            }
            Set<String> here = new HashSet<>();
            words.of(text).forEach(found -> here.add(found.term()));
            Set<String> said = new LinkedHashSet<>();
            wordByTerm.forEach((term, word) -> {
                if (matched.contains(term) && here.contains(term)) {
                    said.add(word);
                }
            });
            if (!said.isEmpty()) {
                reasons.add(new Reason(part, List.copyOf(said)));
            }
        });
        return reasons;
    }
}
