// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.McpMethods;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a client has said it can do. An empty {@code elicitation} object stands for forms alone (2025-11-25,
 * client/elicitation, "Capabilities").
 *
 * @param raw the object as the client sent it
 */
record ClientCapabilities(
        RawJson raw,
        boolean sampling,
        boolean samplingTools,
        boolean forms,
        boolean links,
        boolean roots,
        boolean taskExtension) {

    /** The identifier of the tasks extension. */
    static final String TASKS = "io.modelcontextprotocol/tasks";

    private static final ClientCapabilities NOTHING =
            new ClientCapabilities(RawJson.EMPTY_OBJECT, false, false, false, false, false, false);

    static ClientCapabilities of(RawJson raw) {
        if (raw.equals(RawJson.EMPTY_OBJECT)) {
            return NOTHING;
        }
        JsonNode tree = raw.tree();
        JsonNode elicitation = tree.path("elicitation");
        boolean links = elicitation.has("url");
        return new ClientCapabilities(
                raw,
                tree.has("sampling"),
                tree.path("sampling").has("tools"),
                elicitation.isObject() && (elicitation.has("form") || !links),
                links,
                tree.has("roots"),
                tree.path("extensions").has(TASKS));
    }

    /** Whether the client can be asked anything at all. */
    boolean canBeAsked() {
        return sampling || forms || links || roots;
    }

    /** What a server is told at once that asks something the client cannot do. */
    Optional<JsonRpcError> refusal(String method, Optional<RawJson> params) {
        return switch (method) {
            case McpMethods.SAMPLING_CREATE -> sampling(params);
            case McpMethods.ELICITATION_CREATE -> elicitation(params);
            case McpMethods.ROOTS_LIST ->
                roots ? Optional.empty() : unable(JsonRpcError.METHOD_NOT_FOUND, "list roots", "roots");
            default ->
                Optional.of(new JsonRpcError(
                        JsonRpcError.METHOD_NOT_FOUND,
                        "clients are not asked \"" + method + "\" through this gateway"));
        };
    }

    private Optional<JsonRpcError> sampling(Optional<RawJson> params) {
        if (!sampling) {
            return unable(JsonRpcError.METHOD_NOT_FOUND, "sample a model", "sampling");
        }
        boolean wantsTools = params.map(RawJson::tree)
                .filter(tree -> tree.has("tools") || tree.has("toolChoice"))
                .isPresent();
        return wantsTools && !samplingTools
                ? unable(JsonRpcError.INVALID_PARAMS, "sample a model with tools", "sampling.tools")
                : Optional.empty();
    }

    private Optional<JsonRpcError> elicitation(Optional<RawJson> params) {
        if (!forms && !links) {
            return unable(JsonRpcError.METHOD_NOT_FOUND, "ask its user", "elicitation");
        }
        boolean link = params.map(RawJson::tree)
                .map(tree -> tree.path("mode").asString("form"))
                .filter("url"::equals)
                .isPresent();
        if (link && !links) {
            return unable(JsonRpcError.INVALID_PARAMS, "show its user a link", "elicitation.url");
        }
        return !link && !forms
                ? unable(JsonRpcError.INVALID_PARAMS, "show its user a form", "elicitation.form")
                : Optional.empty();
    }

    private static Optional<JsonRpcError> unable(int code, String what, String capability) {
        return Optional.of(new JsonRpcError(
                code, "the client cannot " + what + ": it has not declared the capability \"" + capability + "\""));
    }
}
