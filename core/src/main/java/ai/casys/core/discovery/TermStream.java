// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.util.Iterator;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;

/** Hands ready-made terms with their frequencies to Lucene. */
final class TermStream extends TokenStream {

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
    private final Iterator<Map.Entry<String, Integer>> entries;

    TermStream(Map<String, Integer> frequencies) {
        entries = frequencies.entrySet().iterator();
    }

    @Override
    public boolean incrementToken() {
        if (!entries.hasNext()) {
            return false;
        }
        clearAttributes();
        Map.Entry<String, Integer> entry = entries.next();
        term.append(entry.getKey());
        frequency.setTermFrequency(entry.getValue());
        return true;
    }
}
