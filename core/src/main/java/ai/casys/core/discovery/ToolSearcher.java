// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.discovery.embedding.TextHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * One state of the index together with the tools that its documents stand for. Immutable but for the vectors, which may
 * come later than the words.
 */
final class ToolSearcher extends IndexSearcher {

    private final @Nullable CatalogTool[] tools;
    private final Map<ToolKey, Integer> documents = new HashMap<>();
    private final @Nullable TextHash[] texts;
    private final int[] lengths;
    private final int[] servers;
    private final int serverCount;
    private final List<Decoys> decoys = new ArrayList<>();
    private final RecentRankings recent = new RecentRankings(RecentRankings.USUAL);
    private volatile DenseRows rows;

    /**
     * @param tool the tool of a key, if it is still there
     * @param vectors the vectors of the texts' hashes, by document number
     */
    ToolSearcher(
            IndexReader reader,
            Function<ToolKey, Optional<CatalogTool>> tool,
            Function<@Nullable TextHash[], DenseRows> vectors)
            throws IOException {
        super(reader);
        setQueryCache(null);
        int count = reader.maxDoc();
        tools = new CatalogTool[count];
        texts = new TextHash[count];
        lengths = new int[count];
        servers = new int[count];
        for (LeafReaderContext leaf : reader.leaves()) {
            read(leaf.reader(), leaf.docBase, tool);
            decoys.add(Decoys.of(leaf.reader()));
        }
        Map<String, Integer> numbers = new HashMap<>();
        for (int document = 0; document < count; document++) {
            CatalogTool here = tools[document];
            if (here != null) {
                documents.put(here.key(), document);
                servers[document] = numbers.computeIfAbsent(here.key().server(), _ -> numbers.size());
            }
        }
        serverCount = numbers.size();
        rows = vectors.apply(texts);
    }

    private void read(LeafReader leaf, int base, Function<ToolKey, Optional<CatalogTool>> tool) throws IOException {
        BinaryDocValues keys = leaf.getBinaryDocValues(LexicalIndex.KEY);
        BinaryDocValues hashes = leaf.getBinaryDocValues(LexicalIndex.VECTOR);
        NumericDocValues length = leaf.getNumericDocValues(LexicalIndex.LENGTH);
        for (int document = 0; keys != null && document < leaf.maxDoc(); document++) {
            int place = base + document;
            if (keys.advanceExact(document)) {
                ToolKey key = LexicalIndex.key(keys.binaryValue().utf8ToString());
                tool.apply(key).ifPresent(found -> tools[place] = found);
            }
            if (hashes != null && hashes.advanceExact(document)) {
                BytesRef hash = hashes.binaryValue();
                texts[place] = TextHash.of(hash.bytes, hash.offset);
            }
            if (length != null && length.advanceExact(document)) {
                lengths[place] = Math.toIntExact(length.longValue());
            }
        }
    }

    /** Documents, those without a tool included. */
    int size() {
        return tools.length;
    }

    /** The tool of a document; empty if it went between two states. */
    Optional<CatalogTool> tool(int document) {
        return Optional.ofNullable(tools[document]);
    }

    /** The document of a tool, -1 if it has none. */
    int document(ToolKey tool) {
        return documents.getOrDefault(tool, -1);
    }

    /** Words of a document, weighted. */
    int length(int document) {
        return lengths[document];
    }

    /** A number for the document's server, from 0 to below {@link #serverCount}. */
    int server(int document) {
        return servers[document];
    }

    int serverCount() {
        return serverCount;
    }

    /** @param leaf the number of a segment, from 0 */
    Decoys decoys(int leaf) {
        return decoys.get(leaf);
    }

    DenseRows rows() {
        return rows;
    }

    /** Takes over vectors that were made meanwhile. */
    void vectors(Function<@Nullable TextHash[], DenseRows> vectors) {
        rows = vectors.apply(texts);
        recent.clear();
    }

    /** What was worked out over this state lately. */
    RecentRankings recent() {
        return recent;
    }

    /** The texts that vectors are wanted of, each with a tool that has it. */
    Map<TextHash, CatalogTool> texts() {
        // In the documents' order, so that vectors come to lie as they are read.
        Map<TextHash, CatalogTool> wanted = new LinkedHashMap<>();
        for (int document = 0; document < tools.length; document++) {
            CatalogTool tool = tools[document];
            TextHash text = texts[document];
            if (tool != null && text != null) {
                wanted.put(text, tool);
            }
        }
        return wanted;
    }
}
