// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.identity.Gatekeeper;
import ai.casys.core.learning.capability.Capabilities;
import ai.casys.core.learning.capability.Capability;
import ai.casys.core.learning.capability.CapabilityJson;
import ai.casys.core.learning.capability.CapabilityState;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import io.javalin.http.Context;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The capabilities of the caller's tenant: {@code /api/v1/capabilities}. Deciding on one takes the operator's credential:
 * whoever may merely call tools must not decide which sequences of calls can be trusted.
 */
final class CapabilitiesApi {

    private final Gatekeeper gatekeeper;
    private final Capabilities capabilities;
    private final RequestBody bodies;

    CapabilitiesApi(HttpParts parts, RequestBody bodies) {
        this.gatekeeper = parts.gatekeeper();
        this.capabilities = parts.learned().capabilities();
        this.bodies = bodies;
    }

    void list(Context context) {
        TenantId tenant = gatekeeper.admit(Requests.credentials(context)).tenant();
        Optional<CapabilityState> state = Requests.query(context, "state").map(CapabilitiesApi::state);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode all = answer.putArray("capabilities");
        capabilities.all(tenant).stream()
                .filter(capability -> state.isEmpty() || state.get() == capability.state())
                .forEach(capability -> all.add(
                        CapabilityJson.summary(capability).put("current", capabilities.isCurrent(tenant, capability))));
        Answers.json(context, 200, answer);
    }

    void show(Context context) {
        TenantId tenant = gatekeeper.admit(Requests.credentials(context)).tenant();
        answer(context, tenant, capabilities.named(tenant, name(context)));
    }

    void promote(Context context) {
        TenantId tenant = operator(context).tenant();
        answer(context, tenant, capabilities.promote(tenant, name(context)));
    }

    void rename(Context context) {
        TenantId tenant = operator(context).tenant();
        String other = text(context, "to", "the new name");
        answer(context, tenant, capabilities.rename(tenant, name(context), other));
    }

    void merge(Context context) {
        TenantId tenant = operator(context).tenant();
        String into = text(context, "into", "the name of the one that stays");
        answer(context, tenant, capabilities.merge(tenant, name(context), into));
    }

    void retire(Context context) {
        TenantId tenant = operator(context).tenant();
        answer(context, tenant, capabilities.retire(tenant, name(context)));
    }

    private Caller operator(Context context) {
        Caller caller = gatekeeper.admitOperator(Requests.credentials(context));
        RequestBody.requireJson(context);
        return caller;
    }

    private void answer(Context context, TenantId tenant, Capability capability) {
        Answers.json(
                context, 200, CapabilityJson.of(capability).put("current", capabilities.isCurrent(tenant, capability)));
    }

    private static String name(Context context) {
        return context.pathParam("name");
    }

    private String text(Context context, String member, String meaning) {
        byte[] body = bodies.read(context);
        try {
            JsonNode value = RawJson.ofTrusted(body).tree().path(member);
            if (value.isString()) {
                return value.stringValue();
            }
        } catch (IllegalArgumentException e) {
            throw new CasysException(
                    ErrorCategory.INVALID_INPUT,
                    "the body must be a JSON object with \"" + member + "\": " + e.getMessage(),
                    e);
        }
        throw new CasysException(ErrorCategory.INVALID_INPUT, "\"" + member + "\" must be a string: " + meaning);
    }

    private static CapabilityState state(String text) {
        return CapabilityState.of(text)
                .orElseThrow(() -> new CasysException(
                        ErrorCategory.INVALID_INPUT, "\"state\" must be candidate, active, demoted or retired"));
    }
}
