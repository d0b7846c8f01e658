// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tiny models in the ONNX format (protocol buffers, field numbers of onnx.proto3), and a tokenizer for them whose words
 * are numbered from 4 on.
 */
public final class OnnxBytes {

    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int INT32 = 6;
    private static final int OPERATOR_SET = 13;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

    /** Looks each token's vector up: {@code last_hidden_state} of one row a token. */
    public static byte[] lookup(float[][] table) {
        return new OnnxBytes()
                .input("input_ids", INT64)
                .input("attention_mask", INT64)
                .table("table", table)
                .node("Gather", List.of("table", "input_ids"), "last_hidden_state", new byte[0])
                .output("last_hidden_state", 3)
                .model();
    }

    /** The same as one vector, the mean of all. */
    static byte[] pooledLookup(float[][] table) {
        return new OnnxBytes()
                .input("input_ids", INT64)
                .input("attention_mask", INT64)
                .input("token_type_ids", INT64)
                .table("table", table)
                .node("Gather", List.of("table", "input_ids"), "states", new byte[0])
                .node(
                        "ReduceMean",
                        List.of("states"),
                        "sentence_embedding",
                        join(ints("axes", 1), integer("keepdims", 0)))
                .output("sentence_embedding", 2)
                .model();
    }

    /** Adds up a number for each token of the second text. */
    public static byte[] crossEncoder(float... weights) {
        float[][] table = new float[weights.length][1];
        for (int i = 0; i < weights.length; i++) {
            table[i][0] = weights[i];
        }
        return new OnnxBytes()
                .input("input_ids", INT64)
                .input("attention_mask", INT64)
                .input("token_type_ids", INT64)
                .table("table", table)
                .node("Gather", List.of("table", "input_ids"), "deep", new byte[0])
                .node("ReduceMean", List.of("deep"), "weights", join(ints("axes", 2), integer("keepdims", 0)))
                .node("Cast", List.of("token_type_ids"), "types", integer("to", FLOAT))
                .node("Mul", List.of("weights", "types"), "counted", new byte[0])
                .node("ReduceMean", List.of("counted"), "logits", join(ints("axes", 1), integer("keepdims", 1)))
                .output("logits", 2)
                .model();
    }

    /** Wants something that nobody gives it. */
    static byte[] strange() {
        return new OnnxBytes()
                .input("pixel_values", INT64)
                .table("table", new float[][] {{1}})
                .node("Gather", List.of("table", "pixel_values"), "last_hidden_state", new byte[0])
                .output("last_hidden_state", 3)
                .model();
    }

    /** Takes its numbers in 32 bits. */
    static byte[] narrow() {
        return new OnnxBytes()
                .input("input_ids", INT32)
                .input("attention_mask", INT64)
                .table("table", new float[][] {{1}})
                .node("Gather", List.of("table", "input_ids"), "last_hidden_state", new byte[0])
                .output("last_hidden_state", 3)
                .model();
    }

    /** A {@code tokenizer.json} of these words. */
    public static String tokenizer(String... words) {
        String vocabulary = IntStream.range(0, words.length)
                .mapToObj(i -> ",\"" + words[i] + "\":" + (i + 4))
                .collect(Collectors.joining());
        return """
                {"normalizer":{"type":"BertNormalizer","lowercase":true,"strip_accents":null},
                 "pre_tokenizer":{"type":"BertPreTokenizer"},
                 "model":{"type":"WordPiece","continuing_subword_prefix":"##",
                          "vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3%s}}}
                """.formatted(vocabulary);
    }

    /** Writes a model with its tokenizer. */
    public static ModelFiles files(Path folder, byte[] model, String tokenizer) {
        try {
            return new ModelFiles(
                    "tiny",
                    Files.write(folder.resolve("model.onnx"), model),
                    Files.writeString(folder.resolve("tokenizer.json"), tokenizer),
                    16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OnnxBytes input(String name, int type) {
        field(graph, 11, value(name, type, 2));
        return this;
    }

    private OnnxBytes output(String name, int rank) {
        field(graph, 12, value(name, FLOAT, rank));
        return this;
    }

    private OnnxBytes node(String operator, List<String> inputs, String output, byte[] attributes) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        inputs.forEach(input -> field(node, 1, text(input)));
        field(node, 2, text(output));
        field(node, 4, text(operator));
        node.writeBytes(attributes);
        field(graph, 1, node.toByteArray());
        return this;
    }

    private OnnxBytes table(String name, float[][] rows) {
        ByteBuffer numbers =
                ByteBuffer.allocate(rows.length * rows[0].length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            for (float number : row) {
                numbers.putFloat(number);
            }
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        field(tensor, 1, rows.length);
        field(tensor, 1, rows[0].length);
        field(tensor, 2, FLOAT);
        field(tensor, 8, text(name));
        field(tensor, 9, numbers.array());
        field(graph, 5, tensor.toByteArray());
        return this;
    }

    private byte[] model() {
        field(graph, 2, text("tiny"));
        ByteArrayOutputStream operators = new ByteArrayOutputStream();
        field(operators, 2, OPERATOR_SET);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        field(model, 1, 8);
        field(model, 7, graph.toByteArray());
        field(model, 8, operators.toByteArray());
        return model.toByteArray();
    }

    /** A tensor of a type, every length left open. */
    private static byte[] value(String name, int type, int rank) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (int i = 0; i < rank; i++) {
            ByteArrayOutputStream open = new ByteArrayOutputStream();
            field(open, 2, text(name + i));
            field(shape, 1, open.toByteArray());
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        field(tensor, 1, type);
        field(tensor, 2, shape.toByteArray());
        ByteArrayOutputStream kind = new ByteArrayOutputStream();
        field(kind, 1, tensor.toByteArray());
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        field(value, 1, text(name));
        field(value, 2, kind.toByteArray());
        return value.toByteArray();
    }

    private static byte[] integer(String name, long number) {
        ByteArrayOutputStream attribute = new ByteArrayOutputStream();
        field(attribute, 1, text(name));
        field(attribute, 3, number);
        field(attribute, 20, 2);
        return wrapped(attribute);
    }

    private static byte[] ints(String name, long number) {
        ByteArrayOutputStream attribute = new ByteArrayOutputStream();
        field(attribute, 1, text(name));
        field(attribute, 8, number);
        field(attribute, 20, 7);
        return wrapped(attribute);
    }

    private static byte[] wrapped(ByteArrayOutputStream attribute) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        field(out, 5, attribute.toByteArray());
        return out.toByteArray();
    }

    private static byte[] join(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] content) {
        variable(out, number << 3 | 2);
        variable(out, content.length);
        out.writeBytes(content);
    }

    private static void field(ByteArrayOutputStream out, int number, long content) {
        variable(out, number << 3);
        variable(out, content);
    }

    private static void variable(ByteArrayOutputStream out, long number) {
        long left = number;
        while (left >= 0x80) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
