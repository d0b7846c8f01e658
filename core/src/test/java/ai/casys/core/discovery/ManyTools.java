// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.TextHash;
import ai.casys.core.discovery.embedding.VectorStore;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/**
 * A catalogue cut or copied to a size. Each copy has other names of server and tool, and vectors a little beside those of
 * the tool that it is a copy of, so that they need not be made.
 */
public final class ManyTools {

    private static final long SEED = 7;
    private static final float BESIDE = 0.01f;

    private final List<CatalogTool> tools;
    private final Map<TextHash, TextHash> originals;

    private ManyTools(List<CatalogTool> tools, Map<TextHash, TextHash> originals) {
        this.tools = tools;
        this.originals = originals;
    }

    /** @param count how many there shall be */
    public static ManyTools of(Collection<CatalogTool> some, int count) {
        List<CatalogTool> given = new ArrayList<>(some);
        Collections.shuffle(given, new Random(SEED));
        List<CatalogTool> tools = new ArrayList<>();
        Map<TextHash, TextHash> originals = new HashMap<>();
        for (int number = 0; number < count; number++) {
            CatalogTool original = given.get(number % given.size());
            int copy = number / given.size();
            CatalogTool tool = copy == 0 ? original : copy(original, copy);
            originals.put(EmbeddingText.hash(tool), EmbeddingText.hash(original));
            tools.add(tool);
        }
        return new ManyTools(tools, originals);
    }

    private static CatalogTool copy(CatalogTool tool, int copy) {
        ObjectNode definition = (ObjectNode) tool.tool().definition().tree();
        definition.put("name", tool.tool().name() + "_v" + copy);
        return CatalogTool.of(tool.key().server() + "-" + copy, Tool.parse(RawJson.of(definition)));
    }

    /** All of them. */
    public List<CatalogTool> tools() {
        return List.copyOf(tools);
    }

    /** @param kept where the vectors of the given tools are */
    public VectorStore vectors(VectorStore kept) {
        return new VectorStore() {
            @Override
            public Map<TextHash, CompactVector> load(String model, Collection<TextHash> texts) {
                Map<TextHash, CompactVector> all = new HashMap<>();
                Map<TextHash, CompactVector> known = kept.load(
                        model,
                        texts.stream()
                                .map(text -> originals.getOrDefault(text, text))
                                .distinct()
                                .toList());
                for (TextHash text : texts) {
                    TextHash original = originals.getOrDefault(text, text);
                    CompactVector vector = known.get(original);
                    if (vector != null) {
                        all.put(text, original.equals(text) ? vector : beside(vector, text.hashCode()));
                    }
                }
                return all;
            }

            @Override
            public void save(String model, Map<TextHash, CompactVector> vectors) {
                kept.save(model, vectors);
            }
        };
    }

    private static CompactVector beside(CompactVector vector, long seed) {
        Random random = new Random(seed);
        float[] numbers = vector.floats();
        double square = 0;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += BESIDE * (float) random.nextGaussian();
            square += numbers[i] * numbers[i];
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] /= (float) Math.sqrt(square);
        }
        return CompactVector.of(numbers);
    }
}
