// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A BERT model in ONNX Runtime: one text at a time on the calling thread, no threads of its own. Texts are not batched,
 * because the numbers of an 8 bit model depend on the batch. A running embedding keeps {@link #close} waiting.
 */
public final class OnnxEmbedder implements TextEmbedder {

    private static final int MOST_WEIGHTS = 64 << 20;

    private final EmbeddingModel model;
    private final WordPiece words;
    private final float[] mean;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ReentrantReadWriteLock lifecycle = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxEmbedder(
            EmbeddingModel model, WordPiece words, float[] mean, OrtEnvironment environment, OrtSession session) {
        this.model = model;
        this.words = words;
        this.mean = mean;
        this.environment = environment;
        this.session = session;
    }

    /**
     * Loads a model; takes some hundred milliseconds.
     *
     * @throws CasysException {@code UNAVAILABLE} if there is no native library for this machine, or a file is missing
     *     or broken
     */
    public static OnnxEmbedder load(EmbeddingModel model) {
        try {
            WordPiece words = resource(model.tokenizer(), WordPiece::read);
            float[] mean = model.mean().isPresent()
                    ? resource(model.mean().get(), OnnxEmbedder::floats)
                    : new float[EmbeddingModel.DIMENSION];
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "casys");
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                options.addConfigEntry("session.intra_op.allow_spinning", "0");
                options.addConfigEntry("session.inter_op.allow_spinning", "0");
                // Arenas keep what the longest text took for ever.
                options.setCPUArenaAllocator(false);
                options.setMemoryPatternOptimization(false);
                OrtSession session = resource(model.weights(), stream -> session(environment, stream, options));
                return new OnnxEmbedder(model, words, mean, environment, session);
            }
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
        Lock running = lifecycle.readLock();
        running.lock();
        try {
            if (closed) {
                throw new CasysException(ErrorCategory.UNAVAILABLE, "the embedding model is closed");
            }
            return run(tokens);
        } catch (OrtException e) {
            throw new CasysException(ErrorCategory.INTERNAL, "the embedding model " + model.name() + " failed", e);
        } finally {
            running.unlock();
        }
    }

    private float[] run(long[] tokens) throws OrtException {
        long[] shape = {1, tokens.length};
        long[] ones = new long[tokens.length];
        Arrays.fill(ones, 1);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put("input_ids", OnnxTensor.createTensor(environment, LongBuffer.wrap(tokens), shape));
            inputs.put("attention_mask", OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape));
            if (session.getInputNames().contains("token_type_ids")) {
                LongBuffer zeros = LongBuffer.wrap(new long[tokens.length]);
                inputs.put("token_type_ids", OnnxTensor.createTensor(environment, zeros, shape));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                if (!(result.get(0) instanceof OnnxTensor states)) {
                    throw new CasysException(
                            ErrorCategory.INTERNAL, "the embedding model " + model.name() + " answers no tensor");
                }
                return pooled(states.getFloatBuffer(), tokens.length);
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private float[] pooled(FloatBuffer states, int tokens) {
        float[] vector = new float[EmbeddingModel.DIMENSION];
        int rows = switch (model.pooling()) {
            case MEAN -> tokens;
            case FIRST -> 1;
        };
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] += states.get(row * vector.length + i);
            }
        }
        normalise(vector);
        for (int i = 0; i < vector.length; i++) {
            vector[i] -= mean[i];
        }
        normalise(vector);
        return vector;
    }

    private static void normalise(float[] vector) {
        double square = 0;
        for (float number : vector) {
            square += (double) number * number;
        }
        double length = Math.sqrt(square);
        for (int i = 0; length > 0 && i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
    }

    @Override
    public void close() {
        Lock ending = lifecycle.writeLock();
        ending.lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new CasysException(ErrorCategory.INTERNAL, "the embedding model cannot be closed", e);
        } finally {
            ending.unlock();
        }
    }

    /** Hands the weights over outside the heap, which would stay as large as the largest model. */
    private static OrtSession session(OrtEnvironment environment, InputStream stream, OrtSession.SessionOptions options)
            throws IOException, OrtException {
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer weights = arena.allocate(MOST_WEIGHTS).asByteBuffer();
            byte[] chunk = new byte[1 << 16];
            for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
                if (read > weights.remaining()) {
                    throw new IOException("a model has more than " + MOST_WEIGHTS + " bytes");
                }
                weights.put(chunk, 0, read);
            }
            return environment.createSession(weights.flip(), options);
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
