// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.plan;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.Words;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The words of some tools in compared form, how rare each is among these tools, and how alike two tools are by them.
 * Only of tools that the caller may see, so nothing here depends on the others. Immutable once made.
 */
final class ToolWords implements ToolLikeness {

    private static final int LONGEST_DESCRIPTION = 2_000;
    private static final int MOST_PROPERTIES = 64;

    private final Map<String, Set<String>> words = new LinkedHashMap<>();
    private final Map<String, Double> rarity = new HashMap<>();
    private final Map<String, Double> lengths = new HashMap<>();

    /** @param tools by listed name */
    ToolWords(Map<String, CatalogTool> tools) {
        Words cutter = new Words();
        Map<String, Integer> having = new HashMap<>();
        tools.forEach((name, tool) -> {
            Set<String> own = new LinkedHashSet<>();
            cutter.of(text(tool)).forEach(found -> own.add(found.term()));
            words.put(name, own);
            own.forEach(word -> having.merge(word, 1, Integer::sum));
        });
        having.forEach((word, count) -> rarity.put(word, Math.log(1 + (double) tools.size() / count)));
        words.forEach((name, own) -> lengths.put(
                name, Math.sqrt(own.stream().mapToDouble(this::square).sum())));
    }

    Set<String> of(String tool) {
        return words.getOrDefault(tool, Set.of());
    }

    Map<String, Double> rarity() {
        return rarity;
    }

    /** Cosine of the sets of words, each weighted by its rarity. */
    @Override
    public double between(String one, String other) {
        Set<String> left = of(one);
        Set<String> right = of(other);
        double product = 0;
        for (String word : left.size() < right.size() ? left : right) {
            if (left.contains(word) && right.contains(word)) {
                product += square(word);
            }
        }
        return product == 0 ? 0 : product / (lengths.getOrDefault(one, 1.0) * lengths.getOrDefault(other, 1.0));
    }

    private double square(String word) {
        double worth = rarity.getOrDefault(word, 0.0);
        return worth * worth;
    }

    private static String text(CatalogTool tool) {
        StringBuilder text = new StringBuilder(tool.key().tool());
        tool.tool().title().ifPresent(title -> text.append(' ').append(title));
        tool.tool()
                .description()
                .ifPresent(description ->
                        text.append(' ').append(description, 0, Math.min(description.length(), LONGEST_DESCRIPTION)));
        tool.tool().inputSchema().path("properties").properties().stream()
                .limit(MOST_PROPERTIES)
                .forEach(property -> text.append(' ').append(property.getKey()));
        return text.toString();
    }
}
