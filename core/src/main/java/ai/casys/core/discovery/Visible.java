// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The documents that a caller may see, numbered from 0. All that is computed for a search is computed over these places,
 * so that nothing it says depends on any other tool. Immutable.
 */
final class Visible {

    private final int[] documents;
    private final int[] places;
    private final CatalogTool[] tools;

    private Visible(int[] documents, int[] places, CatalogTool[] tools) {
        this.documents = documents;
        this.places = places;
        this.tools = tools;
    }

    static Visible of(ToolSearcher searcher, Predicate<CatalogTool> visible) {
        int[] documents = new int[searcher.size()];
        int[] places = new int[searcher.size()];
        CatalogTool[] tools = new CatalogTool[searcher.size()];
        int count = 0;
        for (int document = 0; document < places.length; document++) {
            CatalogTool tool = searcher.tool(document).orElse(null);
            places[document] = -1;
            if (tool != null && visible.test(tool)) {
                places[document] = count;
                documents[count] = document;
                tools[count++] = tool;
            }
        }
        return new Visible(Arrays.copyOf(documents, count), places, Arrays.copyOf(tools, count));
    }

    int size() {
        return documents.length;
    }

    /** Whether others of the same state of the index are the same. */
    boolean isSame(Visible others) {
        return Arrays.equals(documents, others.documents);
    }

    /** The documents by place; they ascend. Nobody changes them. */
    int[] documents() {
        return documents;
    }

    /** Brings what is known by document into the order of the places. */
    float[] of(float[] byDocument) {
        float[] byPlace = new float[documents.length];
        for (int place = 0; place < byPlace.length; place++) {
            byPlace[place] = byDocument[documents[place]];
        }
        return byPlace;
    }

    /** The document of a place; they ascend. */
    int document(int place) {
        return documents[place];
    }

    /** The place of a document, -1 for one that is not visible. */
    int place(int document) {
        return places[document];
    }

    CatalogTool tool(int place) {
        return tools[place];
    }
}
