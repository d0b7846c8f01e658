// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/**
 * Gradient descent (Adam) for {@code x -> x + A x + b}, so that the moved vector's softmax over all tools of a collection falls
 * on the right ones. {@code A} and {@code b} are pulled towards 0: what need not be moved is not. For one thread.
 */
final class AdapterTraining {

    static final int STEPS = 600;
    static final int BATCH = 32;

    private static final int SIZE = EmbeddingModel.DIMENSION;
    private static final float TEMPERATURE = 0.07f;
    private static final float PULL = 0.06f;
    private static final double RATE = 0.002;
    private static final double MEAN_KEPT = 0.9;
    private static final double SQUARES_KEPT = 0.99;
    private static final int SWEEPS = 30;
    private static final double ORTHOGONAL = 1e-7;

    /** One row for each number of the moved vector; the last column is b. */
    private final float[][] numbers = new float[SIZE][SIZE + 1];

    private final float[][] mean = new float[SIZE][SIZE + 1];
    private final float[][] squares = new float[SIZE][SIZE + 1];

    /** @param right of each intent, the places of its tools, at least one */
    void step(int step, float[][] tools, float[][] intents, int[][] right) {
        float[][] gradient = new float[SIZE][SIZE + 1];
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column <= SIZE; column++) {
                gradient[row][column] = PULL * numbers[row][column];
            }
        }
        for (int at = 0; at < intents.length; at++) {
            float[] intent = intents[at];
            float[] unit = moved(intent);
            float length = (float) Math.sqrt(VectorUtil.dotProduct(unit, unit));
            scale(unit, 1 / length);
            float[] towards = towards(unit, tools, right[at]);
            float along = VectorUtil.dotProduct(towards, unit);
            for (int row = 0; row < SIZE; row++) {
                float pull = (towards[row] - along * unit[row]) / (length * TEMPERATURE * intents.length);
                for (int column = 0; column < SIZE; column++) {
                    gradient[row][column] += pull * intent[column];
                }
                gradient[row][SIZE] += pull;
            }
        }
        descend(step, gradient);
    }

    /** The sum of all tools, each by how much too likely it is. */
    private static float[] towards(float[] unit, float[][] tools, int[] right) {
        float[] likely = new float[tools.length];
        float most = Float.NEGATIVE_INFINITY;
        for (int tool = 0; tool < likely.length; tool++) {
            likely[tool] = VectorUtil.dotProduct(unit, tools[tool]) / TEMPERATURE;
            most = Math.max(most, likely[tool]);
        }
        float sum = 0;
        for (int tool = 0; tool < likely.length; tool++) {
            likely[tool] = (float) Math.exp(likely[tool] - most);
            sum += likely[tool];
        }
        scale(likely, 1 / sum);
        for (int tool : right) {
            likely[tool] -= 1f / right.length;
        }
        float[] towards = new float[SIZE];
        for (int tool = 0; tool < likely.length; tool++) {
            float share = likely[tool];
            float[] vector = tools[tool];
            for (int i = 0; i < SIZE && share != 0; i++) {
                towards[i] += share * vector[i];
            }
        }
        return towards;
    }

    private void descend(int step, float[][] gradient) {
        double rate = RATE * (1 - (double) step / STEPS);
        double meanScale = 1 / (1 - Math.pow(MEAN_KEPT, step));
        double squaresScale = 1 / (1 - Math.pow(SQUARES_KEPT, step));
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column <= SIZE; column++) {
                float slope = gradient[row][column];
                mean[row][column] = (float) (MEAN_KEPT * mean[row][column] + (1 - MEAN_KEPT) * slope);
                squares[row][column] =
                        (float) (SQUARES_KEPT * squares[row][column] + (1 - SQUARES_KEPT) * slope * slope);
                numbers[row][column] -= (float) (rate
                        * mean[row][column]
                        * meanScale
                        / (Math.sqrt(squares[row][column] * squaresScale) + 1e-8));
            }
        }
    }

    /** The similarities of all tools to a moved intent. */
    float[] similarities(float[] intent, float[][] tools) {
        float[] moved = moved(intent);
        float[] similarities = new float[tools.length];
        for (int tool = 0; tool < similarities.length; tool++) {
            similarities[tool] = VectorUtil.dotProduct(moved, tools[tool]);
        }
        return similarities;
    }

    private float[] moved(float[] intent) {
        float[] moved = new float[SIZE];
        for (int row = 0; row < SIZE; row++) {
            float sum = intent[row] + numbers[row][SIZE];
            for (int column = 0; column < SIZE; column++) {
                sum += numbers[row][column] * intent[column];
            }
            moved[row] = sum;
        }
        return moved;
    }

    /** What {@code IntentAdapter} reads: b, and the leading singular vectors of A in pairs. */
    List<String> lines(int pairs) {
        // One-sided Jacobi (Hestenes 1958): rotating columns until they are orthogonal leaves U S in them, and V in the
        // rotations.
        double[][] columns = new double[SIZE][SIZE];
        double[][] rotations = new double[SIZE][SIZE];
        for (int column = 0; column < SIZE; column++) {
            for (int row = 0; row < SIZE; row++) {
                columns[column][row] = numbers[row][column];
            }
            rotations[column][column] = 1;
        }
        boolean rotated = true;
        for (int sweep = 0; rotated && sweep < SWEEPS; sweep++) {
            rotated = false;
            for (int one = 0; one < SIZE; one++) {
                for (int other = one + 1; other < SIZE; other++) {
                    rotated |= rotate(columns, rotations, one, other);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        float[] bias = new float[SIZE];
        for (int row = 0; row < SIZE; row++) {
            bias[row] = numbers[row][SIZE];
        }
        lines.add(line(bias));
        IntStream.range(0, SIZE)
                .boxed()
                .sorted(Comparator.comparingDouble(column -> -product(columns[column], columns[column])))
                .limit(pairs)
                .forEach(column -> {
                    lines.add(line(floats(rotations[column])));
                    lines.add(line(floats(columns[column])));
                });
        return lines;
    }

    private static boolean rotate(double[][] columns, double[][] rotations, int one, int other) {
        double ones = product(columns[one], columns[one]);
        double others = product(columns[other], columns[other]);
        double both = product(columns[one], columns[other]);
        if (Math.abs(both) <= ORTHOGONAL * Math.sqrt(ones * others)) {
            return false;
        }
        double ratio = (others - ones) / (2 * both);
        double tangent = Math.copySign(1, ratio) / (Math.abs(ratio) + Math.hypot(1, ratio));
        double cosine = 1 / Math.hypot(1, tangent);
        rotate(columns[one], columns[other], cosine, cosine * tangent);
        rotate(rotations[one], rotations[other], cosine, cosine * tangent);
        return true;
    }

    private static void rotate(double[] one, double[] other, double cosine, double sine) {
        for (int i = 0; i < one.length; i++) {
            double first = one[i];
            one[i] = cosine * first - sine * other[i];
            other[i] = sine * first + cosine * other[i];
        }
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private static String line(float[] vector) {
        return Base64.getEncoder().encodeToString(CompactVector.of(vector).bytes());
    }

    private static void scale(float[] vector, float by) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= by;
        }
    }
}
