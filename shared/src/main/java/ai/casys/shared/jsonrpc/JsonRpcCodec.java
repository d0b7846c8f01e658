// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Between bytes and {@link JsonRpcMessage}. The envelope is read once as a stream; {@code params}, {@code result} and
 * {@code error.data} are cut out untouched. Refused: invalid UTF-8, a byte order mark, more than 256 levels, repeated
 * envelope members, any {@code jsonrpc} but "2.0". Unknown envelope members are ignored. The size of the input is for
 * the caller to bound. Stateless; any number of threads may share one.
 */
public final class JsonRpcCodec {

    /**
     * Reads one message.
     *
     * @throws JsonRpcParseException if the bytes are no JSON-RPC 2.0 message; nothing else is ever thrown
     */
    public JsonRpcMessage parse(byte[] bytes) {
        requireUtf8(bytes);
        return parseElement(bytes);
    }

    /** Whether the bytes begin as an array, that is: whether {@link #parseBatch} is the method to call. */
    public boolean isBatch(byte[] bytes) {
        for (byte letter : bytes) {
            if (letter != ' ' && letter != '\t' && letter != '\r' && letter != '\n') {
                return letter == '[';
            }
        }
        return false;
    }

    /**
     * Reads an array of messages, as revision 2025-03-26 permits.
     *
     * @throws JsonRpcParseException if the bytes are no array, or an empty one
     */
    public JsonRpcBatch parseBatch(byte[] bytes) {
        requireUtf8(bytes);
        List<byte[]> elements = elements(bytes);
        if (elements.isEmpty()) {
            throw invalid("a batch needs at least one message", Optional.empty());
        }
        List<JsonRpcMessage> messages = new ArrayList<>();
        List<JsonRpcFailure> refusals = new ArrayList<>();
        for (byte[] element : elements) {
            try {
                messages.add(parseElement(element));
            } catch (JsonRpcParseException e) {
                refusals.add(e.toFailure());
            }
        }
        return new JsonRpcBatch(messages, refusals);
    }

    /** The message as UTF-8 without any line break, so that it fits a line-delimited or an event stream. */
    public byte[] encode(JsonRpcMessage message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 + payloadSize(message));
        put(out, "{\"jsonrpc\":\"2.0\"");
        switch (message) {
            case JsonRpcRequest request -> {
                putId(out, request.id());
                putMethod(out, request.method(), request.params());
            }
            case JsonRpcNotification notification -> putMethod(out, notification.method(), notification.params());
            case JsonRpcResult result -> {
                putId(out, result.id());
                putRaw(out, ",\"result\":", result.result());
            }
            case JsonRpcFailure failure -> {
                failure.id().ifPresentOrElse(id -> putId(out, id), () -> put(out, ",\"id\":null"));
                JsonRpcError error = failure.error();
                put(out, ",\"error\":{\"code\":" + error.code() + ",\"message\":");
                out.writeBytes(JsonText.quote(error.message()));
                error.data().ifPresent(data -> putRaw(out, ",\"data\":", data));
                out.write('}');
            }
        }
        out.write('}');
        return withoutLineBreaks(out.toByteArray());
    }

    /** Writes what {@link #encode} gives. */
    public void writeTo(OutputStream out, JsonRpcMessage message) throws IOException {
        out.write(encode(message));
    }

    private static List<byte[]> elements(byte[] bytes) {
        try (JsonParser parser = JsonSource.open(bytes)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw invalid("a batch is an array", Optional.empty());
            }
            List<byte[]> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(JsonSource.copyValue(parser, bytes));
            }
            requireEnd(parser, Optional.empty());
            return elements;
        } catch (JacksonException e) {
            throw unreadable(e, Optional.empty());
        }
    }

    private static JsonRpcMessage parseElement(byte[] bytes) {
        Envelope envelope = new Envelope();
        try (JsonParser parser = JsonSource.open(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsonRpcParseException(JsonRpcError.PARSE_ERROR, "the message is empty", Optional.empty());
            }
            if (first != JsonToken.START_OBJECT) {
                throw invalid("a JSON-RPC message is an object", Optional.empty());
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                envelope.read(parser, bytes);
            }
            requireEnd(parser, envelope.id());
        } catch (JacksonException e) {
            throw unreadable(e, envelope.id());
        }
        return envelope.toMessage();
    }

    private static void requireUtf8(byte[] bytes) {
        int bad = Utf8.firstInvalid(bytes);
        if (bad >= 0) {
            throw new JsonRpcParseException(
                    JsonRpcError.PARSE_ERROR, "the message is not UTF-8 at byte " + bad, Optional.empty());
        }
        // Jackson would guess UTF-16 or UTF-32 from zero bytes and skip a byte order mark; MCP knows UTF-8 only.
        boolean guessed = bytes.length > 0 && bytes[0] == (byte) 0xef;
        for (int index = 0; index < Math.min(4, bytes.length); index++) {
            guessed |= bytes[index] == 0;
        }
        if (guessed) {
            throw new JsonRpcParseException(
                    JsonRpcError.PARSE_ERROR, "the message does not begin as UTF-8 JSON", Optional.empty());
        }
    }

    private static void requireEnd(JsonParser parser, Optional<RequestId> id) {
        if (parser.nextToken() != null) {
            throw new JsonRpcParseException(JsonRpcError.PARSE_ERROR, "something follows the end of the message", id);
        }
    }

    private static int payloadSize(JsonRpcMessage message) {
        return switch (message) {
            case JsonRpcRequest request -> request.params().map(RawJson::size).orElse(0);
            case JsonRpcNotification notification ->
                notification.params().map(RawJson::size).orElse(0);
            case JsonRpcResult result -> result.result().size();
            case JsonRpcFailure failure ->
                failure.error().data().map(RawJson::size).orElse(0);
        };
    }

    private static JsonRpcParseException unreadable(JacksonException cause, Optional<RequestId> id) {
        return new JsonRpcParseException(JsonRpcError.PARSE_ERROR, "not valid JSON: " + cause.getOriginalMessage(), id);
    }

    static JsonRpcParseException invalid(String message, Optional<RequestId> id) {
        return new JsonRpcParseException(JsonRpcError.INVALID_REQUEST, message, id);
    }

    private static void putMethod(ByteArrayOutputStream out, String method, Optional<RawJson> params) {
        put(out, ",\"method\":");
        out.writeBytes(JsonText.quote(method));
        params.ifPresent(value -> putRaw(out, ",\"params\":", value));
    }

    private static void putId(ByteArrayOutputStream out, RequestId id) {
        put(out, ",\"id\":");
        switch (id) {
            case RequestId.IntegerId integer -> put(out, Long.toString(integer.value()));
            case RequestId.TextId text -> out.writeBytes(JsonText.quote(text.value()));
        }
    }

    private static void putRaw(ByteArrayOutputStream out, String before, RawJson value) {
        put(out, before);
        try {
            value.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
    }

    private static void put(ByteArrayOutputStream out, String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** In JSON a raw line break can only stand between tokens, where a space means the same. */
    private static byte[] withoutLineBreaks(byte[] bytes) {
        for (int at = Words.nextLineBreak(bytes, 0); at < bytes.length; at = Words.nextLineBreak(bytes, at + 1)) {
            bytes[at] = ' ';
        }
        return bytes;
    }
}
