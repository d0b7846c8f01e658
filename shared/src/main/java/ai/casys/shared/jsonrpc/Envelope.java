// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The members of one message while they are being read, in whatever order they come. One thread. */
final class Envelope {

    private final Set<String> seen = new HashSet<>();
    private boolean versionIsRight;
    private boolean idIsNull;
    private @Nullable RequestId id;
    private @Nullable String method;
    private @Nullable RawJson params;
    private @Nullable RawJson result;
    private @Nullable JsonRpcError error;

    Optional<RequestId> id() {
        return Optional.ofNullable(id);
    }

    /** Reads the member whose name is the current token. */
    void read(JsonParser parser, byte[] bytes) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (name) {
            case "jsonrpc", "id", "method", "params", "result", "error" -> {
                if (!seen.add(name)) {
                    throw JsonRpcCodec.invalid("the member \"" + name + "\" is repeated", id());
                }
                readKnown(name, token, parser, bytes);
            }
            case null, default -> parser.skipChildren();
        }
    }

    JsonRpcMessage toMessage() {
        if (!versionIsRight) {
            throw JsonRpcCodec.invalid("\"jsonrpc\" must be \"2.0\"", id());
        }
        if (method != null) {
            return question(method);
        }
        if (params != null) {
            throw JsonRpcCodec.invalid("\"params\" without \"method\"", id());
        }
        if (error != null) {
            if (result != null && !isNull(result)) {
                throw JsonRpcCodec.invalid("both \"result\" and \"error\"", id());
            }
            return new JsonRpcFailure(id(), error);
        }
        if (result == null) {
            throw JsonRpcCodec.invalid("a message needs \"method\", \"result\" or \"error\"", id());
        }
        if (id == null) {
            throw JsonRpcCodec.invalid("a result needs the \"id\" of its request", id());
        }
        return new JsonRpcResult(id, result);
    }

    private JsonRpcMessage question(String name) {
        if (result != null || error != null) {
            throw JsonRpcCodec.invalid("\"method\" together with an answer", id());
        }
        if (idIsNull) {
            throw JsonRpcCodec.invalid("the \"id\" of a request must not be null", id());
        }
        Optional<RawJson> arguments = Optional.ofNullable(params);
        return id == null ? new JsonRpcNotification(name, arguments) : new JsonRpcRequest(id, name, arguments);
    }

    private void readKnown(String name, JsonToken token, JsonParser parser, byte[] bytes) {
        switch (name) {
            case "jsonrpc" -> {
                versionIsRight = token == JsonToken.VALUE_STRING && "2.0".equals(parser.getString());
                parser.skipChildren();
            }
            case "id" -> readId(token, parser);
            case "method" -> {
                if (token != JsonToken.VALUE_STRING) {
                    throw JsonRpcCodec.invalid("\"method\" must be a string", id());
                }
                method = parser.getString();
            }
            case "params" -> readParams(token, parser, bytes);
            case "result" -> result = RawJson.ofTrusted(JsonSource.copyValue(parser, bytes));
            case "error" -> readError(token, parser, bytes);
            default -> throw new AssertionError(name);
        }
    }

    private void readId(JsonToken token, JsonParser parser) {
        switch (token) {
            case VALUE_STRING -> id = new RequestId.TextId(parser.getString());
            case VALUE_NULL -> idIsNull = true;
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw JsonRpcCodec.invalid("\"id\" must fit 64 bits", id());
                }
                id = new RequestId.IntegerId(parser.getLongValue());
            }
            case null, default -> throw JsonRpcCodec.invalid("\"id\" must be a string or an integer", id());
        }
    }

    /** {@code null} is what some peers send for "none". */
    private void readParams(JsonToken token, JsonParser parser, byte[] bytes) {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (!token.isStructStart()) {
            throw JsonRpcCodec.invalid("\"params\" must be an object", id());
        }
        params = RawJson.ofTrusted(JsonSource.copyValue(parser, bytes));
    }

    private void readError(JsonToken token, JsonParser parser, byte[] bytes) {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.START_OBJECT) {
            throw JsonRpcCodec.invalid("\"error\" must be an object", id());
        }
        Optional<Integer> code = Optional.empty();
        Optional<String> message = Optional.empty();
        Optional<RawJson> data = Optional.empty();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("code")
                    && value == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() == JsonParser.NumberType.INT) {
                code = Optional.of(parser.getIntValue());
            } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
                message = Optional.of(parser.getString());
            } else if (name.equals("data")) {
                data = Optional.of(RawJson.ofTrusted(JsonSource.copyValue(parser, bytes)));
            } else {
                parser.skipChildren();
            }
        }
        if (code.isEmpty()) {
            throw JsonRpcCodec.invalid("\"error\" needs an integer \"code\"", id());
        }
        error = new JsonRpcError(code.get(), message.orElse(""), data);
    }

    private static boolean isNull(RawJson value) {
        return value.size() == 4 && value.toString().equals("null");
    }
}
