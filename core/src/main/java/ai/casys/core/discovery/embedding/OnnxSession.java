// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * A BERT graph in ONNX Runtime: the tokens of one text, or of two, at a time on the calling thread, no threads of its
 * own. A run keeps {@link #close} waiting.
 */
final class OnnxSession implements AutoCloseable {

    private static final String TOKENS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final List<String> USUAL_OUTPUTS = List.of("last_hidden_state", "token_embeddings", "logits");

    private final String model;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Set<String> inputs;
    private final String output;
    private final ReentrantReadWriteLock lifecycle = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxSession(
            String model, OrtEnvironment environment, OrtSession session, Set<String> inputs, String output) {
        this.model = model;
        this.environment = environment;
        this.session = session;
        this.inputs = inputs;
        this.output = output;
    }

    /** What a run answers, in the order of the shape; lives longer than the run. */
    record Output(FloatBuffer numbers, List<Long> shape) {}

    /**
     * Makes a session of a graph.
     *
     * @param model its name in messages
     * @param weights directly allocated; needed no longer afterwards
     * @throws OrtException if it is no graph that can be run here
     * @throws IllegalArgumentException if it takes or gives other things than a BERT model; says what
     */
    static OnnxSession of(String model, ByteBuffer weights) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "casys");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            // What goes wrong is thrown; it need not stand in colour on standard error too.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            // Arenas keep what the longest text took for ever.
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            OrtSession session = environment.createSession(weights, options);
            try {
                return new OnnxSession(model, environment, session, inputs(session), output(session));
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        }
    }

    private static Set<String> inputs(OrtSession session) throws OrtException {
        Map<String, NodeInfo> taken = session.getInputInfo();
        Set<String> strange = new TreeSet<>(taken.keySet());
        strange.removeAll(Set.of(TOKENS, MASK, TYPES));
        if (!strange.isEmpty() || !taken.containsKey(TOKENS) || !taken.containsKey(MASK)) {
            throw new IllegalArgumentException("takes the inputs " + new TreeSet<>(taken.keySet()) + ", it must take "
                    + TOKENS + ", " + MASK + " and at most " + TYPES + " besides");
        }
        for (NodeInfo input : taken.values()) {
            if (!(input.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.INT64) {
                throw new IllegalArgumentException(
                        "takes the input " + input.getName() + " not as 64 bit whole numbers, which it must");
            }
        }
        return Set.copyOf(taken.keySet());
    }

    private static String output(OrtSession session) throws OrtException {
        Map<String, NodeInfo> given = session.getOutputInfo();
        NodeInfo chosen = USUAL_OUTPUTS.stream()
                .flatMap(name -> Stream.ofNullable(given.get(name)))
                .findFirst()
                .or(() -> given.values().stream().findFirst())
                .orElseThrow(() -> new IllegalArgumentException("gives no output"));
        boolean floats = chosen.getInfo() instanceof TensorInfo tensor
                && (tensor.type == OnnxJavaType.FLOAT
                        || tensor.type == OnnxJavaType.FLOAT16
                        || tensor.type == OnnxJavaType.BFLOAT16);
        if (!floats) {
            throw new IllegalArgumentException(
                    "gives " + chosen.getName() + " not as floating point numbers, which it must");
        }
        return chosen.getName();
    }

    /**
     * Runs the graph over the tokens of a text, or of two.
     *
     * @param second where the second text begins; the number of tokens if there is none
     * @throws CasysException {@code UNAVAILABLE} after {@link #close}
     */
    Output run(long[] tokens, int second) throws OrtException {
        Lock running = lifecycle.readLock();
        running.lock();
        try {
            if (closed) {
                throw new CasysException(ErrorCategory.UNAVAILABLE, "the model " + model + " is closed");
            }
            return runOpen(tokens, second);
        } finally {
            running.unlock();
        }
    }

    private Output runOpen(long[] tokens, int second) throws OrtException {
        long[] ones = new long[tokens.length];
        Arrays.fill(ones, 1);
        Map<String, OnnxTensor> given = new HashMap<>();
        try {
            given.put(TOKENS, tensor(tokens));
            given.put(MASK, tensor(ones));
            if (inputs.contains(TYPES)) {
                long[] types = new long[tokens.length];
                Arrays.fill(types, second, types.length, 1);
                given.put(TYPES, tensor(types));
            }
            try (OrtSession.Result result = session.run(given, Set.of(output))) {
                if (result.get(0) instanceof OnnxTensor states) {
                    // Its own copy, so that it outlives the result.
                    FloatBuffer numbers = states.getFloatBuffer();
                    if (numbers != null) {
                        return new Output(
                                numbers,
                                Arrays.stream(states.getInfo().getShape())
                                        .boxed()
                                        .toList());
                    }
                }
                throw new CasysException(ErrorCategory.INTERNAL, "the model " + model + " answers no numbers");
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(long[] numbers) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(numbers), new long[] {1, numbers.length});
    }

    /** Frees the model; does nothing the second time. */
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
            throw new CasysException(ErrorCategory.INTERNAL, "the model " + model + " cannot be closed", e);
        } finally {
            ending.unlock();
        }
    }
}
