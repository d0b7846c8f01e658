// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.core.learning.LearnedData;
import ai.casys.core.learning.Verdict;
import ai.casys.shared.jsonrpc.RawJson;
import io.javalin.http.Context;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What people say of search results: {@code POST /api/v1/feedback}, that a tool is right or wrong for an intent. */
final class FeedbackApi {

    private final Gatekeeper gatekeeper;
    private final Catalog catalog;
    private final LearnedData learned;
    private final InFlight requests;
    private final RequestBody bodies;

    FeedbackApi(HttpParts parts, InFlight requests, RequestBody bodies) {
        this.gatekeeper = parts.gatekeeper();
        this.catalog = parts.catalog();
        this.learned = parts.learned();
        this.requests = requests;
        this.bodies = bodies;
    }

    void say(Context context) {
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        RequestBody.requireJson(context);
        try (InFlight.Permit _ = requests.enter(caller)) {
            JsonNode body = object(bodies.read(context));
            CatalogTool tool = NamedTools.anyOf(catalog.snapshot(), text(body, "tool"));
            Verdict verdict = new Verdict(intent(body), tool.key(), right(body));
            learned.told(caller.tenant(), verdict);
            Answers.json(
                    context,
                    200,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("tool", catalog.snapshot().listedName(tool.key()))
                            .put("right", verdict.right()));
        }
    }

    private static JsonNode object(byte[] body) {
        try {
            JsonNode tree = RawJson.ofTrusted(body).tree();
            if (tree.isObject()) {
                return tree;
            }
        } catch (IllegalArgumentException e) {
            throw new CasysException(ErrorCategory.INVALID_INPUT, "the body is not JSON: " + e.getMessage(), e);
        }
        throw invalid("the body must be a JSON object with \"intent\", \"tool\" and \"right\"");
    }

    private static String intent(JsonNode body) {
        String intent = text(body, "intent");
        if (intent.isBlank() || intent.length() > Verdict.LONGEST) {
            throw invalid("\"intent\" has " + intent.length() + " characters; it must have 1 to " + Verdict.LONGEST
                    + " and say something");
        }
        return intent;
    }

    private static boolean right(JsonNode body) {
        if (!body.path("right").isBoolean()) {
            throw invalid("\"right\" must be true or false: whether the tool serves the intent");
        }
        return body.path("right").booleanValue();
    }

    private static String text(JsonNode body, String member) {
        if (!body.path(member).isString()) {
            throw invalid("\"" + member + "\" must be a string");
        }
        return body.path(member).stringValue();
    }

    private static CasysException invalid(String message) {
        return new CasysException(ErrorCategory.INVALID_INPUT, message);
    }
}
