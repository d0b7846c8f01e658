// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.discovery.embedding.EmbeddingModel.Pooling;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * An embedding model of the user's own. What it says of texts in general is taken off its vectors, as with the program's
 * models: without that, some models find everything like everything. A running embedding keeps {@link #close} waiting.
 */
public final class OwnEmbedder implements TextEmbedder {

    private static final String COMMON_TOOLS = "common-tools.txt";
    private static final String REMEDY = "see \"Models of your own\" in the guide";

    private final OwnModel model;
    private final LoadedFiles files;
    private final String name;
    private final Shape shape;
    private final float[] mean;

    /** @param isPooled whether the model answers one vector for the whole text */
    private record Shape(boolean isPooled, int dimension) {}

    private OwnEmbedder(OwnModel model, LoadedFiles files, Shape shape, float[] mean, List<String> common) {
        this.model = model;
        this.files = files;
        this.shape = shape;
        this.mean = mean;
        TextHash reading = TextHash.of(String.join(
                "\n",
                model.pooling().toString(),
                model.intentPrefix(),
                model.textPrefix(),
                Integer.toString(model.files().mostTokens()),
                String.join("\n", common)));
        this.name = model.files().name() + "/" + files.hash() + "-"
                + Long.toHexString(reading.high()).substring(0, 4);
    }

    /**
     * Loads a model, tries it, and has it read some texts to know what they have in common; takes seconds with a large
     * one.
     *
     * @throws CasysException {@code CONFIGURATION} that names file, rule and remedy; {@code UNAVAILABLE} if there is no
     *     native library for this machine
     */
    public static OwnEmbedder load(OwnModel model) {
        return load(model, commonTools());
    }

    /** The same with other texts to take the mean of; without any, none is taken off. */
    static OwnEmbedder load(OwnModel model, List<String> common) {
        LoadedFiles files = LoadedFiles.load(model.files());
        try {
            Shape shape = tried(model, files);
            OwnEmbedder raw = new OwnEmbedder(model, files, shape, new float[shape.dimension()], List.of());
            return common.isEmpty() ? raw : new OwnEmbedder(model, files, shape, raw.mean(common), common);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** Names the model and the content of its files. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimension() {
        return shape.dimension();
    }

    @Override
    public float[] embed(String text) {
        return vector(model.textPrefix() + text);
    }

    @Override
    public float[] embedIntent(String text) {
        return vector(model.intentPrefix() + text);
    }

    @Override
    public void close() {
        files.close();
    }

    private float[] vector(String text) {
        long[] tokens = files.words().tokens(text, model.files().mostTokens());
        try {
            OnnxSession.Output output = files.session().run(tokens, tokens.length);
            FloatBuffer numbers = output.numbers();
            int expected = shape.isPooled() ? shape.dimension() : tokens.length * shape.dimension();
            if (numbers.remaining() != expected) {
                throw new CasysException(
                        ErrorCategory.INTERNAL,
                        "the model " + name + " answers " + numbers.remaining() + " numbers instead of " + expected);
            }
            float[] vector = shape.isPooled()
                    ? Pooling.FIRST.pooled(numbers, 1, shape.dimension())
                    : model.pooling().orElse(Pooling.MEAN).pooled(numbers, tokens.length, shape.dimension());
            for (float number : vector) {
                if (!Float.isFinite(number)) {
                    throw new CasysException(
                            ErrorCategory.INTERNAL, "the model " + name + " answers what is no number");
                }
            }
            UnitLength.bring(vector);
            return UnitLength.without(vector, mean);
        } catch (OrtException e) {
            throw new CasysException(
                    ErrorCategory.INTERNAL, "the model " + name + " failed: " + LoadedFiles.firstLine(e), e);
        }
    }

    /** Runs the model once over as many tokens as it will ever get, the last word of the vocabulary among them. */
    private static Shape tried(OwnModel model, LoadedFiles files) {
        Path file = model.files().weights();
        int most = model.files().mostTokens();
        long[] tokens = files.words().tokens("a ".repeat(most), most);
        tokens[tokens.length / 2] = files.words().largest();
        List<Long> shape;
        try {
            shape = files.session().run(tokens, tokens.length).shape();
        } catch (OrtException e) {
            throw LoadedFiles.unusable(
                    file,
                    "cannot read a text of " + most + " tokens: " + LoadedFiles.firstLine(e),
                    "lower max-tokens to what the model can read, and take the tokenizer that belongs to it",
                    e);
        }
        boolean isPooled = shape.size() == 2 && shape.getFirst() == 1;
        boolean isByToken = shape.size() == 3 && shape.getFirst() == 1 && shape.get(1) == tokens.length;
        if (!isPooled && !isByToken) {
            throw LoadedFiles.unusable(
                    file,
                    "answers a tensor of " + shape + ", it must be one vector a token or one for the text",
                    "export the model for feature extraction");
        }
        if (isPooled && model.pooling().isPresent()) {
            throw LoadedFiles.unusable(file, "makes one vector of the text by itself", "leave out pooling");
        }
        long dimension = shape.getLast();
        if (dimension < 1 || dimension > CompactVector.MOST_NUMBERS) {
            throw LoadedFiles.unusable(
                    file,
                    "makes vectors of " + dimension + " numbers, it must be 1 to " + CompactVector.MOST_NUMBERS,
                    "take a smaller model");
        }
        return new Shape(isPooled, Math.toIntExact(dimension));
    }

    private float[] mean(List<String> texts) {
        double[] sums = new double[shape.dimension()];
        for (String text : texts) {
            float[] vector;
            try {
                vector = embed(text);
            } catch (CasysException e) {
                throw LoadedFiles.unusable(model.files().weights(), "cannot be used: " + e.getMessage(), REMEDY, e);
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i] += vector[i];
            }
        }
        float[] middle = new float[sums.length];
        for (int i = 0; i < middle.length; i++) {
            middle[i] = (float) (sums[i] / texts.size());
        }
        return middle;
    }

    private static List<String> commonTools() {
        try (InputStream in =
                Objects.requireNonNull(OwnEmbedder.class.getResourceAsStream(COMMON_TOOLS), "the jar has no texts")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("the jar cannot be read", e);
        }
    }
}
