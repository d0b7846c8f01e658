// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.core.learning.LearnedData;
import ai.casys.core.learning.LearnedLines;
import ai.casys.core.learning.graph.GraphDocument;
import ai.casys.core.learning.graph.GraphFormat;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What was learned of the caller's tenant: {@code /api/v1/learned}, {@code /api/v1/graph}. Erasing takes the operator's
 * credential.
 */
final class LearnedApi {

    private static final String LINES = "application/x-ndjson";

    private final Gatekeeper gatekeeper;
    private final LearnedData learned;

    LearnedApi(HttpParts parts) {
        this.gatekeeper = parts.gatekeeper();
        this.learned = parts.learned();
    }

    void export(Context context) {
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        String lines = LearnedLines.of(learned.export(caller.tenant()))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        Answers.bytes(context, 200, LINES, lines.getBytes(StandardCharsets.UTF_8));
    }

    void erase(Context context) {
        Caller caller = gatekeeper.admitOperator(Requests.credentials(context));
        learned.erase(caller.tenant());
        Answers.json(context, 200, JsonNodeFactory.instance.objectNode().put("erased", true));
    }

    void graph(Context context) {
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        String wanted = Requests.query(context, "format").orElse("json");
        GraphFormat format = GraphFormat.of(wanted)
                .orElseThrow(() -> new CasysException(
                        ErrorCategory.INVALID_INPUT,
                        "\"format\" is \"" + wanted + "\"; it must be graphml, json or dot"));
        String document = GraphDocument.of(learned.graph(caller.tenant()), format);
        Answers.bytes(context, 200, format.mediaType() + "; charset=utf-8", document.getBytes(StandardCharsets.UTF_8));
    }
}
