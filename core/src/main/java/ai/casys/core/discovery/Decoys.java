// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;

/**
 * Words of one segment of the index that few tools have, to be read in place of a word that none has. Otherwise a word
 * that only invisible tools have would take longer than one that nobody has, and the time of a search would tell which
 * tools others have; {@code ./casys bench isolation} measures it. There are many, from all over the index, since a word that
 * was looked up a moment ago is found faster. Immutable.
 */
final class Decoys {

    private static final int FEW = 4;
    private static final int TRIES = 8;

    /** No term ends like that. */
    private static final char NOBODYS = '~';

    private final LeafReader leaf;
    private final List<Term> terms;

    private Decoys(LeafReader leaf, List<Term> terms) {
        this.leaf = leaf;
        this.terms = List.copyOf(terms);
    }

    static Decoys of(LeafReader leaf) throws IOException {
        Set<BytesRef> found = new LinkedHashSet<>();
        Terms all = leaf.terms(LexicalIndex.TEXT);
        if (all != null) {
            TermsEnum terms = all.iterator();
            for (char first = 'a'; first <= 'z'; first++) {
                for (char second = 'a'; second <= 'z'; second++) {
                    rare(terms, "" + first + second).ifPresent(found::add);
                }
            }
        }
        return new Decoys(
                leaf,
                found.stream().map(text -> new Term(LexicalIndex.TEXT, text)).toList());
    }

    /** One of the next words from there on that few tools have. */
    private static Optional<BytesRef> rare(TermsEnum terms, String from) throws IOException {
        boolean there = terms.seekCeil(new BytesRef(from)) != TermsEnum.SeekStatus.END;
        for (int tries = 0; there && tries < TRIES; tries++) {
            if (terms.docFreq() <= FEW) {
                return Optional.of(BytesRef.deepCopyOf(terms.term()));
            }
            there = terms.next() != null;
        }
        return Optional.empty();
    }

    /**
     * The tools that have the word. Two words are looked up whatever it is: beside one that some tool has one that none has,
     * and beside one that none has another whose tools are read for nothing.
     */
    Optional<PostingsEnum> read(Term term) throws IOException {
        PostingsEnum postings = leaf.postings(term, PostingsEnum.FREQS);
        Term other = postings == null && !terms.isEmpty()
                ? terms.get(Math.floorMod(term.text().hashCode(), terms.size()))
                : new Term(LexicalIndex.TEXT, term.text() + NOBODYS);
        PostingsEnum unused = leaf.postings(other, PostingsEnum.FREQS);
        while (unused != null && unused.nextDoc() != PostingsEnum.NO_MORE_DOCS) {
            unused.docID();
        }
        return Optional.ofNullable(postings);
    }
}
