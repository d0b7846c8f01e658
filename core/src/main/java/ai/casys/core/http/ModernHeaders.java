// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import ai.casys.shared.mcp.McpErrors;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.MetaKeys;
import ai.casys.shared.mcp.ProtocolVersion;
import ai.casys.shared.mcp.Tool;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * Whether a request of the stateless era is complete, and its headers say what its body says (2026-07-28, transports,
 * "Request Metadata"; for tasks their extension, "Routing Headers"). Others on the way decide by the headers alone, so
 * nothing may pass here that says one thing to them and another to us. Safe for any number of threads.
 */
final class ModernHeaders {

    private static final String METHOD = "Mcp-Method";
    private static final String NAME = "Mcp-Name";

    private final ParameterHeaders parameters = new ParameterHeaders();

    /** The error for the first thing that is wrong; empty if the gateway may have the request. */
    Optional<JsonRpcError> refuse(Context context, JsonRpcRequest request, Door door) {
        try {
            check(context, request, door);
            return Optional.empty();
        } catch (HeaderRefusal refusal) {
            return Optional.of(refusal.error());
        } catch (HttpFailure repeated) {
            return Optional.of(repeated.error());
        }
    }

    private void check(Context context, JsonRpcRequest request, Door door) {
        String declared = header(context, SessionHeaders.VERSION);
        RawObject params = object(request.params().orElse(RawJson.EMPTY_OBJECT), "\"params\"");
        RawObject meta =
                object(params.get(MetaKeys.META).orElseThrow(() -> missing("\"_meta\"")), "\"" + MetaKeys.META + "\"");
        String version = meta.get(MetaKeys.PROTOCOL_VERSION)
                .flatMap(RawJson::text)
                .orElseThrow(() -> missing("\"" + MetaKeys.PROTOCOL_VERSION + "\" in \"_meta\""));
        requireEqual(SessionHeaders.VERSION, declared, version);
        if (!version.equals(ProtocolVersion.V2026_07_28.text())) {
            // What a revision unknown here demands is unknown, too; the gateway says which ones it speaks.
            return;
        }
        requireEqual(METHOD, header(context, METHOD), request.method());
        object(
                meta.get(MetaKeys.CLIENT_CAPABILITIES)
                        .orElseThrow(() -> missing("\"" + MetaKeys.CLIENT_CAPABILITIES + "\" in \"_meta\"")),
                "\"" + MetaKeys.CLIENT_CAPABILITIES + "\"");
        Optional<String> name = subject(request.method()).flatMap(params::get).flatMap(RawJson::text);
        name.ifPresent(text -> requireEqual(NAME, decoded(NAME, header(context, NAME)), text));
        if (request.method().equals(McpMethods.TOOLS_CALL)) {
            Optional<Tool> tool = name.flatMap(door::tool);
            tool.ifPresent(known -> parameters.check(context, known, params.get("arguments")));
        }
    }

    /** Which parameter {@code Mcp-Name} repeats. */
    private static Optional<String> subject(String method) {
        return switch (method) {
            case McpMethods.TOOLS_CALL, McpMethods.PROMPTS_GET -> Optional.of("name");
            case McpMethods.RESOURCES_READ -> Optional.of("uri");
            case McpMethods.TASKS_GET, McpMethods.TASKS_UPDATE, McpMethods.TASKS_CANCEL -> Optional.of("taskId");
            default -> Optional.empty();
        };
    }

    private static RawObject object(RawJson value, String what) {
        try {
            return RawObject.of(value);
        } catch (IllegalArgumentException _) {
            throw new HeaderRefusal(new JsonRpcError(JsonRpcError.INVALID_PARAMS, what + " must be an object"));
        }
    }

    private static String header(Context context, String name) {
        return Requests.single(context, name).orElseThrow(() -> mismatch(name + " is missing"));
    }

    private static HeaderRefusal missing(String what) {
        return new HeaderRefusal(new JsonRpcError(
                JsonRpcError.INVALID_PARAMS,
                what + " is missing; every request of protocol version 2026-07-28 carries it"));
    }

    private static void requireEqual(String name, String header, String body) {
        if (!header.equals(body)) {
            throw mismatch(name + " is \"" + shown(header) + "\", but the body says \"" + shown(body) + "\"");
        }
    }

    static String decoded(String name, String header) {
        return HeaderValue.decode(header)
                .orElseThrow(
                        () -> mismatch(name + " is neither visible ASCII nor valid Base64 between =?base64? and ?="));
    }

    static HeaderRefusal mismatch(String message) {
        return new HeaderRefusal(new JsonRpcError(McpErrors.HEADER_MISMATCH, message));
    }

    static String shown(String value) {
        return value.length() > 100 ? value.substring(0, 100) + "…" : value;
    }
}
