// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Moves the vector of an intent to where the tools lie that serve it. What people say and what tools say of themselves
 * differ in the same ways everywhere (who asks, for whom, about which thing), and those ways can be learned from labelled
 * intents of any collection: {@code x + b + sum of u_k (v_k . x)}, brought to length 1. Tools' vectors stay as they are.
 * The numbers come from the program {@code IntentAdapterFit} among the tests. Immutable.
 *
 * <p>Form: the residual of a query-side linear adapter, trained with a softmax over the whole catalogue (van den Oord et al.,
 * "Representation Learning with Contrastive Predictive Coding", 2018) and cut to its leading singular vectors.
 */
final class IntentAdapter {

    /** Leaves vectors as they are. */
    static final IntentAdapter NONE = new IntentAdapter(new float[0], new float[0][], new float[0][]);

    private static final int MOST_PAIRS = 384;
    private static final int MOST_BYTES = 2 * MOST_PAIRS * 2 * CompactVector.bytes(CompactVector.MOST_NUMBERS);

    private final float[] bias;
    private final float[][] seen;
    private final float[][] moved;

    private IntentAdapter(float[] bias, float[][] seen, float[][] moved) {
        this.bias = bias;
        this.seen = seen;
        this.moved = moved;
    }

    /**
     * Reads one: a vector a line, the bytes of a {@link CompactVector} in Base64; first the bias, then by turns what is looked
     * for in an intent and where that moves it.
     *
     * @throws IOException if it cannot be read or its lines are none of these
     */
    static IntentAdapter read(InputStream stream, int dimension) throws IOException {
        byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("an intent adapter has more than " + MOST_BYTES + " bytes");
        }
        List<String> lines =
                new String(bytes, StandardCharsets.US_ASCII).lines().toList();
        if (lines.size() % 2 == 0 || lines.size() > 1 + 2 * MOST_PAIRS) {
            throw new IOException("an intent adapter has " + lines.size() + " vectors");
        }
        float[][] seen = new float[lines.size() / 2][];
        float[][] moved = new float[seen.length][];
        for (int pair = 0; pair < seen.length; pair++) {
            seen[pair] = vector(lines.get(1 + 2 * pair), dimension);
            moved[pair] = vector(lines.get(2 + 2 * pair), dimension);
        }
        return new IntentAdapter(vector(lines.getFirst(), dimension), seen, moved);
    }

    private static float[] vector(String line, int dimension) throws IOException {
        try {
            CompactVector vector = CompactVector.of(Base64.getDecoder().decode(line));
            if (vector.dimension() != dimension) {
                throw new IOException("an intent adapter's vector has " + vector.dimension() + " numbers");
            }
            return vector.floats();
        } catch (IllegalArgumentException e) {
            throw new IOException("an intent adapter's vector cannot be read: " + e.getMessage(), e);
        }
    }

    /** A new vector of length 1, of the same dimension. */
    float[] apply(float[] intent) {
        float[] sought = Arrays.copyOf(intent, intent.length);
        for (int i = 0; i < bias.length; i++) {
            sought[i] += bias[i];
        }
        for (int pair = 0; pair < seen.length; pair++) {
            float[] direction = seen[pair];
            float product = 0;
            for (int i = 0; i < direction.length; i++) {
                product += direction[i] * intent[i];
            }
            float[] move = moved[pair];
            for (int i = 0; i < move.length; i++) {
                sought[i] += product * move[i];
            }
        }
        UnitLength.bring(sought);
        return sought;
    }
}
