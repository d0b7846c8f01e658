// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The parts of a definition as text. What a hostile server could make endless is cut. */
final class ToolText {

    private static final int LONGEST_PART = 12_000;
    private static final int DEEPEST = 3;

    private final StringBuilder names = new StringBuilder();
    private final StringBuilder texts = new StringBuilder();

    private ToolText() {}

    static Map<Reason.Part, String> of(CatalogTool tool) {
        ToolText text = new ToolText();
        text.collect(tool.tool().inputSchema(), DEEPEST);
        Map<Reason.Part, String> parts = new EnumMap<>(Reason.Part.class);
        parts.put(Reason.Part.SERVER, tool.key().server());
        parts.put(Reason.Part.NAME, tool.key().tool());
        parts.put(Reason.Part.TITLE, cut(tool.tool().title().orElse("")));
        parts.put(Reason.Part.DESCRIPTION, cut(tool.tool().description().orElse("")));
        parts.put(Reason.Part.PARAMETERS, text.names.toString());
        parts.put(Reason.Part.PARAMETER_TEXT, text.texts.toString());
        return parts;
    }

    private void collect(JsonNode schema, int depth) {
        if (depth == 0) {
            return;
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (names.length() + texts.length() > LONGEST_PART) {
                return;
            }
            names.append(cut(property.getKey())).append(' ');
            JsonNode description = property.getValue().path("description");
            if (description.isString()) {
                texts.append(cut(description.asString())).append('\n');
            }
            collect(property.getValue(), depth - 1);
            collect(property.getValue().path("items"), depth - 1);
        }
    }

    private static String cut(String text) {
        return text.length() > LONGEST_PART ? text.substring(0, LONGEST_PART) : text;
    }
}
