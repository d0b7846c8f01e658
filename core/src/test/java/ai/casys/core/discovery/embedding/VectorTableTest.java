// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VectorTableTest {

    private static final int DIMENSION = 100;

    private final Random random = new Random(11);

    @Test
    void similaritiesAreThoseOfEachPairOfVectors() {
        VectorTable table = new VectorTable(DIMENSION);
        Map<TextHash, CompactVector> vectors = vectors(700);
        table.add(vectors);
        List<CompactVector> wanted = List.of(vector(), vector(), vector());
        List<TextHash> texts = new ArrayList<>(vectors.keySet());

        VectorRows rows = table.rows(texts.toArray(TextHash[]::new));
        int[] places = {699, 0, 255, 256, 511, 512};
        float[][] similarities = rows.similarities(places, wanted);

        for (int number = 0; number < wanted.size(); number++) {
            for (int at = 0; at < places.length; at++) {
                assertThat(similarities[number][at])
                        .isCloseTo(of(vectors, texts.get(places[at])).similarity(wanted.get(number)), within(1e-6f));
            }
        }
    }

    @Test
    void textsWithoutAVectorAreLikeNothing() {
        VectorTable table = new VectorTable(DIMENSION);
        Map<TextHash, CompactVector> vectors = vectors(1);
        table.add(vectors);
        @Nullable
        TextHash[] texts = {null, hash(77), vectors.keySet().iterator().next()};

        VectorRows rows = table.rows(texts);

        assertThat(IntStream.range(0, 3).filter(rows::has)).containsExactly(2);
        assertThat(rows.similarities(new int[] {0, 1}, List.of(vector()))[0]).containsExactly(0, 0);
    }

    @Test
    void goneTextsGoAndTheRestStaysAsItWas() {
        VectorTable table = new VectorTable(DIMENSION);
        Map<TextHash, CompactVector> vectors = vectors(2_000);
        table.add(vectors);
        TextHash[] all = vectors.keySet().toArray(TextHash[]::new);
        VectorRows before = table.rows(all);
        Set<TextHash> kept = new HashSet<>();
        for (int i = 0; i < all.length; i += 7) {
            kept.add(all[i]);
        }

        VectorTable left = table.retain(kept);
        Map<TextHash, CompactVector> more = vectors(300);
        left.add(more);

        assertThat(left).isNotSameAs(table);
        CompactVector wanted = vector();
        for (int i = 0; i < all.length; i++) {
            assertThat(left.has(all[i])).isEqualTo(i % 7 == 0);
            assertSimilarity(before, i, of(vectors, all[i]), wanted);
        }
        VectorRows after = left.rows(all);
        for (int i = 0; i < all.length; i += 7) {
            assertSimilarity(after, i, of(vectors, all[i]), wanted);
        }
        TextHash[] added = more.keySet().toArray(TextHash[]::new);
        for (int i = 0; i < added.length; i++) {
            assertSimilarity(left.rows(added), i, of(more, added[i]), wanted);
        }
    }

    @Test
    void fewGoneTextsCostNoCopy() {
        VectorTable table = new VectorTable(DIMENSION);
        Map<TextHash, CompactVector> vectors = vectors(600);
        table.add(vectors);
        Set<TextHash> kept = new HashSet<>(vectors.keySet());
        kept.remove(vectors.keySet().iterator().next());

        assertThat(table.retain(kept)).isSameAs(table);
        assertThat(table.has(vectors.keySet().iterator().next())).isFalse();
    }

    @Test
    void vectorsOfAnotherLengthAreRefused() {
        VectorTable table = new VectorTable(DIMENSION);
        table.add(vectors(1));
        CompactVector other = CompactVector.of(new float[] {1, 0});

        assertThatThrownBy(() -> table.add(Map.of(hash(1), other))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.rows(new TextHash[0]).similarities(new int[0], List.of(other)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.rows(new TextHash[0])
                        .similarities(new int[0], List.of(CompactVector.of(new float[DIMENSION + 1]))))
                .as("as long as a row, but not its numbers")
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VectorTable(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readersSeeWholeRowsWhileOthersAreAdded() throws InterruptedException {
        VectorTable table = new VectorTable(DIMENSION);
        Map<TextHash, CompactVector> vectors = vectors(3_000);
        TextHash[] texts = vectors.keySet().toArray(TextHash[]::new);
        CompactVector wanted = vector();
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<@Nullable String> wrong = new AtomicReference<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!done.get() && wrong.get() == null) {
                VectorRows rows = table.rows(texts);
                for (int place = 0; place < texts.length; place++) {
                    float expected = rows.has(place) ? of(vectors, texts[place]).similarity(wanted) : 0;
                    float found = rows.similarities(new int[] {place}, List.of(wanted))[0][0];
                    if (Math.abs(found - expected) > 1e-6f) {
                        wrong.set("place " + place + ": " + found + " instead of " + expected);
                    }
                }
            }
        });

        vectors.forEach((text, vector) -> table.add(Map.of(text, vector)));
        done.set(true);
        reader.join();

        assertThat(wrong.get()).isNull();
    }

    private static void assertSimilarity(VectorRows rows, int place, CompactVector vector, CompactVector wanted) {
        assertThat(rows.similarities(new int[] {place}, List.of(wanted))[0][0])
                .isCloseTo(vector.similarity(wanted), within(1e-6f));
    }

    private static CompactVector of(Map<TextHash, CompactVector> vectors, TextHash text) {
        return Objects.requireNonNull(vectors.get(text));
    }

    private Map<TextHash, CompactVector> vectors(int count) {
        Map<TextHash, CompactVector> vectors = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            vectors.put(hash(random.nextLong()), vector());
        }
        return vectors;
    }

    private static TextHash hash(long number) {
        return new TextHash(number, ~number);
    }

    private CompactVector vector() {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian() / 10;
        }
        return CompactVector.of(vector);
    }
}
