// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.discovery.plan.PlanJson;
import ai.casys.core.discovery.plan.Planner;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import io.javalin.http.Context;
import tools.jackson.databind.JsonNode;

/** Plans over plain HTTP: {@code POST /api/v1/plan} with an intent gives a workflow that would serve it. */
final class PlanApi {

    private final Gatekeeper gatekeeper;
    private final Planner planner;
    private final InFlight requests;
    private final RequestBody bodies;

    PlanApi(HttpParts parts, InFlight requests, RequestBody bodies) {
        this.gatekeeper = parts.gatekeeper();
        this.planner = parts.planner();
        this.requests = requests;
        this.bodies = bodies;
    }

    void plan(Context context) {
        Caller caller = gatekeeper.admit(Requests.credentials(context));
        RequestBody.requireJson(context);
        try (InFlight.Permit _ = requests.enter(caller)) {
            String intent = intent(bodies.read(context));
            Answers.json(context, 200, PlanJson.of(planner.plan(intent, caller, tool -> true)));
        }
    }

    private static String intent(byte[] body) {
        try {
            return RawObject.of(RawJson.ofTrusted(body))
                    .get("intent")
                    .map(RawJson::tree)
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .orElseThrow(() -> new CasysException(
                            ErrorCategory.INVALID_INPUT, "\"intent\" must be a string: what the workflow is to do"));
        } catch (IllegalArgumentException e) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "the body must be a JSON object with \"intent\": " + e.getMessage(),
                    e);
        }
    }
}
