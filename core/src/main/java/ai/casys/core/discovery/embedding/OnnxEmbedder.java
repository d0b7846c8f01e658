// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model of the program in ONNX Runtime: one text at a time on the calling thread. Texts are not batched, because the
 * numbers of an 8 bit model depend on the batch. A running embedding keeps {@link #close} waiting.
 */
public final class OnnxEmbedder implements TextEmbedder {

    private static final int MOST_WEIGHTS = 64 << 20;

    private final EmbeddingModel model;
    private final WordPiece words;
    private final float[] mean;
    private final IntentAdapter adapter;
    private final OnnxSession session;

    private OnnxEmbedder(
            EmbeddingModel model, WordPiece words, float[] mean, IntentAdapter adapter, OnnxSession session) {
        this.model = model;
        this.words = words;
        this.mean = mean;
        this.adapter = adapter;
        this.session = session;
    }

    /**
     * Loads a model; takes some hundred milliseconds.
     *
     * @throws CasysException {@code UNAVAILABLE} if there is no native library for this machine, or a file is missing
     *     or broken
     */
    public static OnnxEmbedder load(EmbeddingModel model) {
        return load(model, Optional.empty());
    }

    /**
     * The same with another {@link IntentAdapter}, for measurements.
     *
     * @param adapters the folder of a file of the adapter's name
     * @throws CasysException as the other
     */
    public static OnnxEmbedder load(EmbeddingModel model, Optional<Path> adapters) {
        try {
            WordPiece words = resource(model.tokenizer(), WordPiece::read);
            float[] mean = model.mean().isPresent()
                    ? resource(model.mean().get(), OnnxEmbedder::floats)
                    : new float[EmbeddingModel.DIMENSION];
            IntentAdapter adapter =
                    model.adapter().isPresent() ? adapter(model.adapter().get(), adapters) : IntentAdapter.NONE;
            OnnxSession session = resource(model.weights(), stream -> session(model.name(), stream));
            return new OnnxEmbedder(model, words, mean, adapter, session);
        } catch (IOException | OrtException | IllegalArgumentException | LinkageError e) {
            throw new CasysException(
                    ErrorCategory.UNAVAILABLE,
                    "the embedding model " + model.name() + " cannot be loaded: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public float[] embed(String text) {
        long[] tokens = words.tokens(text, model.mostTokens());
        try {
            FloatBuffer states = session.run(tokens, tokens.length).numbers();
            float[] vector = model.pooling().pooled(states, tokens.length, EmbeddingModel.DIMENSION);
            UnitLength.bring(vector);
            return UnitLength.without(vector, mean);
        } catch (OrtException e) {
            throw new CasysException(ErrorCategory.INTERNAL, "the embedding model " + model.name() + " failed", e);
        }
    }

    @Override
    public float[] sought(float[] intent) {
        return adapter.apply(intent);
    }

    @Override
    public void close() {
        session.close();
    }

    private static IntentAdapter adapter(String name, Optional<Path> adapters) throws IOException, OrtException {
        if (adapters.isEmpty()) {
            return resource(name, stream -> IntentAdapter.read(stream, EmbeddingModel.DIMENSION));
        }
        Path file = adapters.get().resolve(name.substring(name.lastIndexOf('/') + 1));
        try (InputStream stream = Files.newInputStream(file)) {
            return IntentAdapter.read(stream, EmbeddingModel.DIMENSION);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no " + file, e);
        }
    }

    /** Hands the weights over outside the heap, which would stay as large as the largest model. */
    private static OnnxSession session(String model, InputStream stream) throws IOException, OrtException {
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer weights = arena.allocate(MOST_WEIGHTS).asByteBuffer();
            byte[] chunk = new byte[1 << 16];
            for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
                if (read > weights.remaining()) {
                    throw new IOException("a model has more than " + MOST_WEIGHTS + " bytes");
                }
                weights.put(chunk, 0, read);
            }
            return OnnxSession.of(model, weights.flip());
        }
    }

    private static float[] floats(InputStream stream) throws IOException {
        List<String> lines = new String(stream.readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        if (lines.size() != EmbeddingModel.DIMENSION) {
            throw new IOException("a mean vector has " + lines.size() + " numbers");
        }
        float[] floats = new float[EmbeddingModel.DIMENSION];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.parseFloat(lines.get(i));
        }
        return floats;
    }

    private static <T> T resource(String name, Reading<T> reading) throws IOException, OrtException {
        try (InputStream stream = OnnxEmbedder.class.getClassLoader().getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("the class path has no " + name);
            }
            return reading.read(stream);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(InputStream stream) throws IOException, OrtException;
    }
}
