// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;

/**
 * Words of one segment of the index that few tools have, to be read in place of a word that none has. Otherwise a word
 * that only invisible tools have would take longer than one that nobody has, and the time of a search would tell which
 * tools others have; {@code ./casys bench isolation} measures it. Immutable.
 */
final class Decoys {

    private static final int FEW = 4;
    private static final int TRIES = 8;

    private final LeafReader leaf;
    private final List<Term> terms;

    private Decoys(LeafReader leaf, List<Term> terms) {
        this.leaf = leaf;
        this.terms = List.copyOf(terms);
    }

    static Decoys of(LeafReader leaf) throws IOException {
        List<Term> found = new ArrayList<>();
        Terms all = leaf.terms(LexicalIndex.TEXT);
        if (all != null) {
            TermsEnum terms = all.iterator();
            for (char first = 'a'; first <= 'z'; first++) {
                boolean there = terms.seekCeil(new BytesRef(first + "e")) != TermsEnum.SeekStatus.END;
                for (int tries = 0; there && tries < TRIES; tries++) {
                    if (terms.docFreq() <= FEW) {
                        found.add(new Term(LexicalIndex.TEXT, BytesRef.deepCopyOf(terms.term())));
                        break;
                    }
                    there = terms.next() != null;
                }
            }
        }
        return new Decoys(leaf, found);
    }

    /** The tools that have the word; if none has, those of another word are read for nothing. */
    Optional<PostingsEnum> read(Term term) throws IOException {
        PostingsEnum postings = leaf.postings(term, PostingsEnum.FREQS);
        if (postings == null && !terms.isEmpty()) {
            Term other = terms.get(Math.floorMod(term.text().hashCode(), terms.size()));
            PostingsEnum unused = leaf.postings(other, PostingsEnum.FREQS);
            while (unused != null && unused.nextDoc() != PostingsEnum.NO_MORE_DOCS) {
                unused.docID();
            }
        }
        return Optional.ofNullable(postings);
    }
}
