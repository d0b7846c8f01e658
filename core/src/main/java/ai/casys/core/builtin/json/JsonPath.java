// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.json;

import ai.casys.core.builtin.tool.Budget;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A JSONPath query as of RFC 9535, complete with filters and functions. Immutable and safe for any number of threads. */
final class JsonPath {

    private final Query query;

    private JsonPath(Query query) {
        this.query = query;
    }

    /** @throws ai.casys.core.builtin.tool.ToolFailure with the place, if the text is no well-formed, well-typed query */
    static JsonPath parse(String text) {
        return new JsonPath(PathParser.parse(text));
    }

    /** The nodes found in the document, in the order of the RFC; members of objects in the order of the document. */
    List<FoundNode> find(JsonNode document, Budget budget) {
        return new PathEvaluator(document, budget).find(query);
    }
}
