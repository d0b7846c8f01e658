// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.ProgressListener;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.WithheldTool;
import ai.casys.core.catalog.review.ToolReviews;
import ai.casys.core.catalog.safety.ToolStanding;
import ai.casys.core.gateway.ToolCalls;
import ai.casys.core.gateway.ToolFinder;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tools over plain HTTP: {@code /api/v1/tools}, {@code /api/v1/search}, {@code /api/v1/call}. */
final class ToolsApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Gatekeeper gatekeeper;
    private final Catalog catalog;
    private final ToolFinder finder;
    private final ToolReviews reviews;
    private final ToolCalls tools;
    private final Duration callTimeout;
    private final InFlight requests;
    private final RequestBody bodies;

    ToolsApi(HttpParts parts, InFlight requests, RequestBody bodies) {
        this.gatekeeper = parts.gatekeeper();
        this.catalog = parts.catalog();
        this.finder = new ToolFinder(parts.search(), parts.gateway().offers());
        this.reviews = parts.reviews();
        this.tools = parts.tools();
        this.callTimeout = parts.callTimeout();
        this.requests = requests;
        this.bodies = bodies;
    }

    void list(Context context) {
        gatekeeper.admit(Requests.credentials(context));
        CatalogSnapshot snapshot = catalog.snapshot();
        Optional<String> server = Requests.query(context, "server");
        ObjectNode answer = JSON.objectNode();
        ArrayNode array = answer.putArray("tools");
        snapshot.tools().stream()
                .filter(tool -> server.map(tool.key().server()::equals).orElse(true))
                .forEach(tool -> array.add(summary(snapshot, tool)));
        ArrayNode withheld = answer.putArray("withheld");
        snapshot.withheld().stream()
                .map(WithheldTool::tool)
                .filter(tool -> server.map(tool.key().server()::equals).orElse(true))
                .forEach(tool -> withheld.add(summary(snapshot, tool)));
        Answers.json(context, 200, answer);
    }

    void describe(Context context) {
        gatekeeper.admit(Requests.credentials(context));
        CatalogSnapshot snapshot = catalog.snapshot();
        CatalogTool tool = NamedTools.anyOf(snapshot, context.pathParam("name"));
        ObjectNode answer = summary(snapshot, tool);
        answer.put("tool", tool.key().tool());
        answer.put("hash", tool.hash());
        answer.set("input_schema", tool.tool().inputSchema());
        tool.tool().outputSchema().ifPresent(schema -> answer.set("output_schema", schema));
        answer.set("review", ReviewJson.standing(reviews.standing(tool)));
        answer.set("definition", tool.tool().definition().tree());
        Answers.json(context, 200, answer);
    }

    void search(Context context) {
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        ObjectNode arguments = JSON.objectNode();
        context.queryParamMap().forEach((name, values) -> {
            String value = values.getFirst();
            switch (name) {
                case "limit" -> arguments.set("limit", wholeNumber(value));
                case "include", "context" -> {
                    ArrayNode include = arguments.putArray(name);
                    values.stream()
                            .flatMap(list -> Arrays.stream(list.split(",", -1)))
                            .filter(part -> !part.isBlank())
                            .forEach(include::add);
                }
                default -> arguments.put(name, value);
            }
        });
        Answers.json(context, 200, finder.find(arguments, caller));
    }

    void call(Context context) {
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        RequestBody.requireJson(context);
        try (InFlight.Permit _ = requests.enter(caller)) {
            RawObject body = object(bodies.read(context));
            String name = body.get("name")
                    .map(ToolsApi::tree)
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .orElseThrow(() -> invalid("\"name\" must be a string: the tool to call"));
            RawJson arguments = body.get("arguments").orElse(RawJson.EMPTY_OBJECT);
            if (!tree(arguments).isObject()) {
                throw invalid("\"arguments\" must be an object");
            }
            CallContext call = new CallContext(
                    caller,
                    Requests.correlationId(context),
                    Instant.now().plus(callTimeout),
                    new Cancellation(),
                    ProgressListener.NONE);
            Answers.json(context, 200, tools.call(name, arguments, call).toByteArray());
        }
    }

    private ObjectNode summary(CatalogSnapshot snapshot, CatalogTool tool) {
        ObjectNode node = JSON.objectNode();
        node.put("name", snapshot.listedName(tool.key()));
        node.put("server", tool.key().server());
        tool.tool().title().ifPresent(title -> node.put("title", title));
        tool.tool().description().ifPresent(description -> node.put("description", description));
        tool.tool().annotations().ifPresent(annotations -> node.set("annotations", annotations));
        ToolStanding standing = reviews.standing(tool);
        if (!standing.doubts().isEmpty()) {
            node.set("doubts", ReviewJson.reasons(standing.doubts()));
        }
        return node;
    }

    private static RawObject object(byte[] body) {
        try {
            return RawObject.of(RawJson.ofTrusted(body));
        } catch (IllegalArgumentException e) {
            throw invalid("the body must be a JSON object with \"name\" and \"arguments\": " + e.getMessage());
        }
    }

    /** What the object above has not looked into, may still be wrong. */
    private static JsonNode tree(RawJson value) {
        try {
            return value.tree();
        } catch (IllegalArgumentException e) {
            throw invalid("the body must be JSON: " + e.getMessage());
        }
    }

    private static JsonNode wholeNumber(String text) {
        try {
            return JSON.numberNode(Integer.parseInt(text));
        } catch (NumberFormatException _) {
            return JSON.stringNode(text);
        }
    }

    private static CasysException invalid(String message) {
        return new CasysException(ErrorCategory.INVALID_INPUT, message);
    }
}
