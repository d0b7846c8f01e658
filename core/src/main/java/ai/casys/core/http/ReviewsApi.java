// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolNames;
import ai.casys.core.catalog.WithheldTool;
import ai.casys.core.catalog.review.ToolReviews;
import ai.casys.core.catalog.safety.DefinitionChange;
import ai.casys.core.catalog.safety.DefinitionDiff;
import ai.casys.core.catalog.safety.ToolStanding;
import ai.casys.core.catalog.store.ToolChange;
import ai.casys.core.catalog.store.ToolChangeQuery;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.shared.jsonrpc.RawJson;
import io.javalin.http.Context;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How tools changed, and approving them: {@code /api/v1/tools/{name}/diff}, {@code …/approve},
 * {@code /api/v1/tool-changes}. Approving takes the operator's credential: whoever may merely call tools must not decide
 * which tools can be trusted.
 */
final class ReviewsApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 1000;
    private static final int MOST_PATHS = 20;

    private final Gatekeeper gatekeeper;
    private final Catalog catalog;
    private final ToolReviews reviews;
    private final RequestBody bodies;

    ReviewsApi(HttpParts parts, RequestBody bodies) {
        this.gatekeeper = parts.gatekeeper();
        this.catalog = parts.catalog();
        this.reviews = parts.reviews();
        this.bodies = bodies;
    }

    void diff(Context context) {
        gatekeeper.admit(Requests.credentials(context));
        CatalogSnapshot snapshot = catalog.snapshot();
        CatalogTool tool = NamedTools.anyOf(snapshot, context.pathParam("name"));
        ObjectNode answer = JSON.objectNode();
        answer.put("name", snapshot.listedName(tool.key()));
        Optional<String> change = Requests.query(context, "change");
        if (change.isPresent()) {
            ToolChange recorded = recorded(tool, change.get());
            answer.put("old_hash", recorded.oldHash());
            answer.put("new_hash", recorded.newHash());
            ReviewJson.diff(answer, DefinitionDiff.between(recorded.oldDefinition(), recorded.newDefinition()));
        } else {
            ToolStanding standing = reviews.standing(tool);
            answer.put("old_hash", standing.pin().map(pin -> pin.hash()).orElse(tool.hash()));
            answer.put("new_hash", tool.hash());
            if (standing.changed()) {
                ReviewJson.diff(answer, reviews.diff(tool));
            } else {
                answer.putArray("changes");
                answer.put("text", "");
            }
        }
        Answers.json(context, 200, answer);
    }

    void changes(Context context) {
        gatekeeper.admit(Requests.credentials(context));
        ToolChangeQuery query =
                new ToolChangeQuery(Requests.query(context, "server"), Requests.query(context, "tool"), limit(context));
        CatalogSnapshot snapshot = catalog.snapshot();
        ObjectNode answer = JSON.objectNode();
        ArrayNode changes = answer.putArray("changes");
        reviews.changes(query).forEach(change -> changes.add(change(snapshot, change)));
        Answers.json(context, 200, answer);
    }

    void approve(Context context) {
        Caller caller = gatekeeper.admitOperator(Requests.credentials(context));
        RequestBody.requireJson(context);
        String hash = hash(bodies.read(context));
        CatalogSnapshot snapshot = catalog.snapshot();
        CatalogTool tool = NamedTools.anyOf(snapshot, context.pathParam("name"));
        ToolStanding standing = reviews.approve(tool.key(), hash, caller.user().toString());
        ObjectNode answer = JSON.objectNode();
        answer.put("name", snapshot.listedName(tool.key()));
        answer.put("hash", tool.hash());
        answer.set("review", ReviewJson.standing(standing));
        Answers.json(context, 200, answer);
    }

    private ToolChange recorded(CatalogTool tool, String id) {
        ToolChangeQuery query = new ToolChangeQuery(
                Optional.of(tool.key().server()), Optional.of(tool.key().tool()), MOST);
        return reviews.changes(query).stream()
                .filter(change -> change.id().toString().equals(id))
                .findFirst()
                .orElseThrow(() -> new CasysException(
                        ErrorCategory.NOT_FOUND,
                        "the tool " + tool.key() + " has no change with the id \"" + id + "\""));
    }

    private ObjectNode change(CatalogSnapshot snapshot, ToolChange change) {
        Optional<CatalogTool> now = snapshot.tool(change.key())
                .or(() -> snapshot.withheld(change.key()).map(WithheldTool::tool));
        ObjectNode node = JSON.objectNode()
                .put("id", change.id().toString())
                .put("name", now.map(tool -> snapshot.listedName(tool.key())).orElse(ToolNames.listed(change.key())))
                .put("server", change.key().server())
                .put("tool", change.key().tool())
                .put("seen_at", change.seenAt().toString())
                .put("old_hash", change.oldHash())
                .put("new_hash", change.newHash())
                .put("state", now.map(tool -> state(tool, change)).orElse("past"));
        ArrayNode paths = node.putArray("paths");
        DefinitionDiff.between(change.oldDefinition(), change.newDefinition()).changes().stream()
                .limit(MOST_PATHS)
                .map(DefinitionChange::path)
                .forEach(paths::add);
        return node;
    }

    private String state(CatalogTool tool, ToolChange change) {
        if (!tool.hash().equals(change.newHash())) {
            return "past";
        }
        ToolStanding standing = reviews.standing(tool);
        if (standing.isApproved()) {
            return "approved";
        }
        if (!standing.withheld().isEmpty()) {
            return "withheld";
        }
        return standing.changed() ? "offered" : "trusted";
    }

    private static int limit(Context context) {
        return Requests.query(context, "limit")
                .map(text -> {
                    try {
                        int limit = Integer.parseInt(text);
                        if (limit >= 1 && limit <= MOST) {
                            return limit;
                        }
                    } catch (NumberFormatException _) {
                        // Falls through to the same answer.
                    }
                    throw invalid("\"limit\" must be a whole number between 1 and " + MOST);
                })
                .orElse(DEFAULT_LIMIT);
    }

    private static String hash(byte[] body) {
        try {
            JsonNode hash = RawJson.ofTrusted(body).tree().path("hash");
            if (hash.isString()) {
                return hash.stringValue();
            }
        } catch (IllegalArgumentException e) {
            throw invalid("the body must be a JSON object with \"hash\": " + e.getMessage());
        }
        throw invalid(
                "\"hash\" must be a string: that of the definition you approve, as GET /api/v1/tools/{name} has it");
    }

    private static CasysException invalid(String message) {
        return new CasysException(ErrorCategory.INVALID_INPUT, message);
    }
}
