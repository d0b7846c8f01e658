// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.embedding.TextHash;
import java.util.Map;

/**
 * The one text of a tool that becomes its vectors: server, name, title, description, names of parameters; names cut into
 * words. Whoever changes it makes every tool be embedded anew.
 */
final class EmbeddingText {

    // More than any model here reads.
    private static final int LONGEST = 2_500;

    private EmbeddingText() {}

    static String of(CatalogTool tool) {
        return of(ToolText.of(tool));
    }

    /** The same of anything that has such parts. */
    static String of(Map<Reason.Part, String> parts) {
        StringBuilder text = new StringBuilder();
        text.append(spaced(part(parts, Reason.Part.SERVER))).append(": ");
        text.append(spaced(part(parts, Reason.Part.NAME))).append(". ");
        String title = part(parts, Reason.Part.TITLE);
        if (!title.isBlank()) {
            text.append(title.strip()).append(". ");
        }
        text.append(part(parts, Reason.Part.DESCRIPTION).strip());
        String parameters = part(parts, Reason.Part.PARAMETERS).strip();
        if (!parameters.isEmpty()) {
            // A long description must not push the parameters out.
            text.setLength(Math.min(text.length(), LONGEST));
            text.append(" Parameters: ").append(spaced(parameters.replace(" ", ", ")));
        }
        return text.substring(0, Math.min(text.length(), 2 * LONGEST));
    }

    static TextHash hash(CatalogTool tool) {
        return TextHash.of(of(tool));
    }

    private static String part(Map<Reason.Part, String> parts, Reason.Part part) {
        return parts.getOrDefault(part, "");
    }

    /** {@code listOpenIssues} and {@code list_open_issues} as three words. */
    private static String spaced(String name) {
        StringBuilder spaced = new StringBuilder(name.length() + 8);
        for (int i = 0; i < name.length(); i++) {
            char here = name.charAt(i);
            if (here == '_' || here == '-' || here == '.' || here == '/') {
                spaced.append(' ');
                continue;
            }
            if (i > 0 && Character.isUpperCase(here) && Character.isLowerCase(name.charAt(i - 1))) {
                spaced.append(' ');
            }
            spaced.append(here);
        }
        return spaced.toString();
    }
}
