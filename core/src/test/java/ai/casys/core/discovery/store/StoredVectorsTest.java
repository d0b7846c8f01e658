// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.discovery.embedding.CompactVector;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.TextHash;
import ai.casys.core.storage.TestDatabase;
import ai.casys.shared.identity.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredVectorsTest {

    private static final TextHash TEXT = TextHash.of("a text");

    private final TestDatabase test = TestDatabase.create();
    private final StoredVectors vectors = new StoredVectors(test.database(), TenantId.LOCAL);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whatWasSavedIsLoadedByModel() {
        vectors.save("one", Map.of(TEXT, vector(1)));

        assertThat(vectors.load("one", List.of(TEXT, TextHash.of("another"))))
                .containsOnlyKeys(TEXT)
                .allSatisfy((_, vector) ->
                        assertThat(vector.bytes()).isEqualTo(vector(1).bytes()));
        assertThat(vectors.load("two", List.of(TEXT))).isEmpty();
        assertThat(vectors.load("one", List.of())).isEmpty();
    }

    @Test
    void whatIsThereStaysAsItIs() {
        vectors.save("one", Map.of(TEXT, vector(1)));
        vectors.save("one", Map.of(TEXT, vector(2)));

        assertThat(vectors.load("one", List.of(TEXT)).get(TEXT))
                .satisfies(
                        vector -> assertThat(vector.bytes()).isEqualTo(vector(1).bytes()));
    }

    @Test
    void thousandsAtOnceAreNoMatter() {
        Map<TextHash, CompactVector> many = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            many.put(TextHash.of("text " + i), vector(i));
        }
        vectors.save("one", many);

        assertThat(vectors.load("one", many.keySet())).hasSize(3_000);
    }

    @Test
    void aTenantHasItsOwn() {
        vectors.save("one", Map.of(TEXT, vector(1)));
        StoredVectors other = new StoredVectors(test.database(), test.newTenant("other"));

        assertThat(other.load("one", List.of(TEXT))).isEmpty();
        other.save("one", Map.of(TEXT, vector(2)));
        assertThat(vectors.load("one", List.of(TEXT)).get(TEXT))
                .satisfies(
                        vector -> assertThat(vector.bytes()).isEqualTo(vector(1).bytes()));
    }

    @Test
    void aDamagedRowCountsAsMissingAndOldOnesGo() {
        vectors.save("one", Map.of(TEXT, vector(1), TextHash.of("old"), vector(2)));
        test.database()
                .<Integer>inTenant(
                        TenantId.LOCAL,
                        context -> context.execute(
                                "UPDATE casys.tool_vector SET vector = '\\x00', used_on = current_date - 100 WHERE text_hash = {0}",
                                DSL.val(TEXT.bytes())));

        assertThat(vectors.load("one", List.of(TEXT))).isEmpty();
        vectors.save("two", Map.of(TEXT, vector(3)));
        test.database()
                .<Integer>inTenant(
                        TenantId.LOCAL,
                        context -> context.execute(
                                "UPDATE casys.tool_vector SET used_on = current_date - 100 WHERE model = 'two'"));
        vectors.save("three", Map.of(TEXT, vector(4)));
        assertThat(vectors.load("two", List.of(TEXT))).isEmpty();
        assertThat(vectors.load("one", List.of(TextHash.of("old")))).hasSize(1);
    }

    private static CompactVector vector(int seed) {
        float[] numbers = new float[EmbeddingModel.DIMENSION];
        numbers[seed % numbers.length] = 1;
        numbers[(seed + 7) % numbers.length] = -0.5f;
        return CompactVector.of(numbers);
    }
}
