// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The terms of an intent, each with the caller's word for it. Words that belong to the asking and not to the thing
 * asked for are left out unless nothing else was said. At most {@value #MOST} different terms count.
 */
final class IntentTerms {

    static final int MOST = 256;

    private static final Set<String> ASKING = Set.of(
            "please", "help", "want", "need", "like", "could", "should", "let", "show", "tell", "give", "find", "get",
            "able", "some", "any", "us", "im", "m", "ll", "d", "s", "t", "re", "ve");

    private IntentTerms() {}

    static Map<String, String> of(String intent) {
        List<Words.Found> found = new Words().of(intent);
        Map<String, String> said = new LinkedHashMap<>();
        Map<String, String> meant = new LinkedHashMap<>();
        for (Words.Found word : found) {
            if (said.size() == MOST) {
                break;
            }
            said.putIfAbsent(word.term(), word.word());
            if (!ASKING.contains(word.term())) {
                meant.putIfAbsent(word.term(), word.word());
            }
        }
        return meant.isEmpty() ? said : meant;
    }
}
