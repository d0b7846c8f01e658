// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Seeded messages, good and damaged. */
final class RandomMessages {

    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\u",
        ",",
        ":",
        "null",
        "1e999999999",
        "\"id\":",
        "\"jsonrpc\":\"2.0\"",
        "\"error\":{",
        "\"params\":",
        "\u0000",
        "\u00e9",
        "9".repeat(2000),
        "[".repeat(400),
        "-",
        "\\"
    };

    private RandomMessages() {}

    static JsonRpcMessage message(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new JsonRpcRequest(id(random), text(random), params(random));
            case 1 -> new JsonRpcNotification(text(random), params(random));
            case 2 -> new JsonRpcResult(id(random), value(random, 4));
            default ->
                new JsonRpcFailure(
                        random.nextBoolean() ? Optional.of(id(random)) : Optional.empty(),
                        new JsonRpcError(
                                random.nextInt(),
                                text(random),
                                random.nextBoolean() ? Optional.of(value(random, 3)) : Optional.empty()));
        };
    }

    static byte[] damaged(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        for (int count = random.nextInt(4); count >= 0; count--) {
            int at = random.nextInt(copy.length + 1);
            switch (random.nextInt(4)) {
                case 0 -> copy = Arrays.copyOf(copy, Math.max(1, at));
                case 1 -> copy[Math.min(at, copy.length - 1)] = (byte) random.nextInt();
                case 2 -> copy = spliced(copy, at, PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8));
                default -> copy = spliced(copy, at, Arrays.copyOfRange(copy, 0, at));
            }
        }
        return copy;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] piece) {
        byte[] result = new byte[bytes.length + piece.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(piece, 0, result, at, piece.length);
        System.arraycopy(bytes, at, result, at + piece.length, bytes.length - at);
        return result;
    }

    private static RequestId id(Random random) {
        return random.nextBoolean() ? new RequestId.IntegerId(random.nextLong()) : new RequestId.TextId(text(random));
    }

    private static Optional<RawJson> params(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(raw("{" + members(random, 4) + "}"));
            default -> Optional.of(raw("[" + value(random, 3) + "]"));
        };
    }

    private static RawJson value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> raw(Long.toString(random.nextLong()) + (random.nextBoolean() ? ".00" : ""));
            case 1 -> raw(new String(JsonText.quote(text(random)), UTF_8));
            case 2 -> raw("\"\\u0041\\ud800\"");
            case 3 -> raw(random.nextBoolean() ? "true" : "null");
            case 4 -> raw("[ " + value(random, depth - 1) + " ,\t" + value(random, depth - 1) + "]");
            default -> raw("{" + members(random, depth - 1) + "}");
        };
    }

    private static String members(Random random, int depth) {
        return "\"z\":" + value(random, depth) + " , " + new String(JsonText.quote(name(random)), UTF_8) + ":"
                + value(random, depth);
    }

    /** Jackson refuses lone surrogates in names, and nobody needs them. */
    private static String name(Random random) {
        return text(random).replaceAll("\\p{Cs}", "");
    }

    /** Any UTF-16, lone surrogates included. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(8); count > 0; count--) {
            text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
        }
        return text.toString();
    }

    private static RawJson raw(String text) {
        return RawJson.ofTrusted(text.getBytes(UTF_8));
    }
}
