// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.shared.jsonrpc.JsonRpcCodec;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Errors as a client may see them: a JSON-RPC error without an id on {@code /mcp}, problem details (RFC 9457) anywhere
 * else. What is not expected goes to the log, and only its correlation id to the client.
 */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final JsonRpcCodec codec = new JsonRpcCodec();
    private final UnreadBody unread;

    Problems(UnreadBody unread) {
        this.unread = unread;
    }

    void write(Context context, Exception failure) {
        HttpFailure known = classify(context, failure);
        if (context.res().isCommitted()) {
            return;
        }
        unread.settle(context);
        context.res().resetBuffer();
        known.headers().forEach(context::header);
        context.status(known.status());
        if (speaksJsonRpc(context.path())) {
            context.contentType(Accept.JSON).result(codec.encode(new JsonRpcFailure(Optional.empty(), known.error())));
        } else {
            context.contentType("application/problem+json").result(problem(context, known));
        }
    }

    private static boolean speaksJsonRpc(String path) {
        return path.equals(HttpServer.MCP)
                || path.startsWith(HttpServer.MCP + "/")
                || path.equals(SseEndpoint.STREAM)
                || path.startsWith(SseEndpoint.STREAM + "/")
                || path.equals(SseEndpoint.MESSAGES);
    }

    private static HttpFailure classify(Context context, Exception failure) {
        return switch (failure) {
            case HttpFailure known -> known;
            case CasysException known when known.category() != ErrorCategory.INTERNAL -> HttpFailure.of(known);
            // A server's own refusal of what it was asked to do.
            case JsonRpcException refused ->
                new HttpFailure(ErrorCategory.UPSTREAM_FAILED.httpStatus(), refused.error(), Map.of());
            case HttpResponseException routing -> routing(context, routing);
            default -> unexpected(context, failure);
        };
    }

    private static HttpFailure routing(Context context, HttpResponseException failure) {
        return switch (failure.getStatus()) {
            case 404 -> new HttpFailure(404, "there is nothing at " + context.path());
            case 405 ->
                new HttpFailure(
                        405,
                        new JsonRpcError(
                                JsonRpcError.INVALID_REQUEST,
                                context.req().getMethod() + " is not possible at " + context.path()),
                        Map.of("Allow", failure.getDetails().getOrDefault("availableMethods", "")));
            default -> new HttpFailure(failure.getStatus(), "the request was refused");
        };
    }

    private static HttpFailure unexpected(Context context, Exception failure) {
        String id = Requests.correlationId(context).toString();
        LOG.error("{} {} failed, request {}", context.req().getMethod(), context.path(), id, failure);
        return new HttpFailure(
                500,
                new JsonRpcError(
                        JsonRpcError.INTERNAL_ERROR,
                        "Internal error. The details are in the gateway's log under correlation id " + id + "."),
                Map.of());
    }

    private static byte[] problem(Context context, HttpFailure failure) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", title(failure.status()))
                .put("status", failure.status())
                .put("detail", failure.error().message())
                .put("correlation_id", Requests.correlationId(context).toString())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 429 -> "Too Many Requests";
            case 499 -> "Client Closed Request";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> status < 500 ? "Request Refused" : "Internal Server Error";
        };
    }
}
