// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.discovery.embedding.EmbeddingModel.Pooling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of the user's own: real graphs, made here byte by byte, in the real runtime. */
class OwnModelTest {

    private static final String WORDS = OnnxBytes.tokenizer("cat", "dog", "car", "query");

    /** Of [PAD], [UNK], [CLS], [SEP] and the four words. */
    private static final float[][] TABLE = {
        {0, 0, 0}, {0, 0, 1}, {0, 0, 3}, {0, 0, 0}, {4, 0, 0}, {4, 0, 1}, {0, 4, 0}, {0, 0, 9}
    };

    @TempDir
    private Path folder;

    @Test
    void theMeanOfAllTokensIsTheTextUnlessTheFirstOneIsAskedFor() {
        ModelFiles files = OnnxBytes.files(folder, OnnxBytes.lookup(TABLE), WORDS);
        try (OwnEmbedder mean = OwnEmbedder.load(own(files, Optional.empty()), List.of());
                OwnEmbedder first = OwnEmbedder.load(own(files, Optional.of(Pooling.FIRST)), List.of())) {
            assertThat(mean.dimension()).isEqualTo(3);
            // [CLS] cat [SEP]: a sum of 4, 0, 3, of length 5.
            assertThat(mean.embed("Cat")).containsExactly(new float[] {0.8f, 0, 0.6f}, within(1e-6f));
            assertThat(first.embed("Cat")).containsExactly(new float[] {0, 0, 1}, within(1e-6f));
            assertThat(mean.name()).startsWith("tiny/").isNotEqualTo(first.name());
        }
    }

    @Test
    void aModelThatPoolsByItselfIsTakenAtItsWord() {
        ModelFiles files = OnnxBytes.files(folder, OnnxBytes.pooledLookup(TABLE), WORDS);
        try (OwnEmbedder model = OwnEmbedder.load(own(files, Optional.empty()), List.of())) {
            assertThat(model.embed("cat")).containsExactly(new float[] {0.8f, 0, 0.6f}, within(1e-6f));
        }
        refused(() -> OwnEmbedder.load(own(files, Optional.of(Pooling.MEAN))), "model.onnx", "leave out pooling");
    }

    @Test
    void whatTextsHaveInCommonIsTakenOff() {
        ModelFiles files = OnnxBytes.files(folder, OnnxBytes.lookup(TABLE), WORDS);
        try (OwnEmbedder raw = OwnEmbedder.load(own(files, Optional.empty()), List.of());
                OwnEmbedder plain = OwnEmbedder.load(own(files, Optional.empty()), List.of("cat", "car", "x"))) {
            assertThat(similarity(raw, "cat", "car")).isGreaterThan(0.3f);
            assertThat(similarity(plain, "cat", "car")).isNegative();
            assertThat(similarity(plain, "cat", "dog")).isGreaterThan(0.9f);
            assertThat(plain.name()).isNotEqualTo(raw.name());
        }
    }

    @Test
    void prefixesStandBeforeIntentsAndTexts() {
        ModelFiles files = OnnxBytes.files(folder, OnnxBytes.lookup(TABLE), WORDS);
        OwnModel prefixed = new OwnModel(files, Optional.empty(), "query: ", "dog ");
        try (OwnEmbedder bare = OwnEmbedder.load(own(files, Optional.empty()), List.of());
                OwnEmbedder model = OwnEmbedder.load(prefixed, List.of())) {
            assertThat(model.embedIntent("cat")).isEqualTo(bare.embed("query: cat"));
            assertThat(model.embed("cat")).isEqualTo(bare.embed("dog cat"));
            assertThat(model.name()).isNotEqualTo(bare.name());
        }
    }

    @Test
    void anotherContentIsAnotherModel() {
        String before = nameOf(OnnxBytes.lookup(TABLE), WORDS);
        float[][] other = {{0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}};

        assertThat(nameOf(OnnxBytes.lookup(TABLE), WORDS)).isEqualTo(before);
        assertThat(nameOf(OnnxBytes.lookup(other), WORDS)).isNotEqualTo(before);
        assertThat(nameOf(OnnxBytes.lookup(TABLE), OnnxBytes.tokenizer("cat", "car")))
                .isNotEqualTo(before);
        // As the database wants it.
        assertThat(before).hasSizeLessThan(100);
    }

    @Test
    void whatIsNoModelIsRefusedWithFileRuleAndRemedy() throws IOException {
        refusedModel(OnnxBytes.strange(), "pixel_values", "input_ids, attention_mask");
        refusedModel(OnnxBytes.narrow(), "input_ids", "64 bit");
        refusedModel(OnnxBytes.lookup(new float[8][1_025]), "1025", "1 to 1024");
        refusedModel("not a model".getBytes(StandardCharsets.UTF_8), "is no model", "export it again");
        refusedModel(new byte[0], "0 bytes", "between 1 and");
        // A tokenizer with more words than the model has is not its own.
        refusedModel(OnnxBytes.lookup(new float[5][2]), "cannot read", "the tokenizer that belongs to it");
        refusedModel(OnnxBytes.lookup(new float[][] {{1}, {1}, {Float.NaN}, {1}, {1}, {1}, {1}, {1}}), "no number");
        ModelFiles files = OnnxBytes.files(folder, OnnxBytes.lookup(TABLE), "[1, 2");
        refused(() -> OwnEmbedder.load(own(files, Optional.empty())), "tokenizer.json", "no JSON");
        Files.writeString(files.tokenizer(), "{\"model\":{\"type\":\"BPE\",\"vocab\":{}}}");
        refused(() -> OwnEmbedder.load(own(files, Optional.empty())), "\"BPE\"", "\"WordPiece\"", "tokenizer.json");
        ModelFiles folders = new ModelFiles("tiny", folder, folder, 16);
        refused(() -> OwnEmbedder.load(own(folders, Optional.empty())), "regular file", "correct the path");
        ModelFiles missing = new ModelFiles("tiny", folder.resolve("a"), folder.resolve("b"), 16);
        refused(() -> OwnEmbedder.load(own(missing, Optional.empty())), "does not exist", "correct the path");
    }

    @Test
    void aRerankerReadsBothTextsAndAnswersOneNumber() {
        ModelFiles files = OnnxBytes.files(folder, OnnxBytes.crossEncoder(0, 0, 0, 0, 6, 0, -6, 0), WORDS);
        try (OnnxReranker model = OnnxReranker.load(files)) {
            // Of the intent nothing counts here: [CLS] car [SEP] cat [SEP].
            assertThat(model.score("car", "cat")).isCloseTo(6 / 5f, within(1e-6f));
            assertThat(model.score("cat", "car")).isCloseTo(-6 / 5f, within(1e-6f));
            assertThat(model.score("cat ".repeat(50), "car ".repeat(50))).isFinite();
        }
        refused(() -> OnnxReranker.load(OnnxBytes.files(folder, OnnxBytes.lookup(TABLE), WORDS)), "one number");
    }

    @Test
    void theProgramsOwnModelFromAFileGivesTheSameVectors() throws IOException {
        Path weights = copied(EmbeddingModel.MINILM.weights());
        Path tokenizer = copied(EmbeddingModel.MINILM.tokenizer());
        OwnModel minilm = own(new ModelFiles("minilm", weights, tokenizer, 256), Optional.of(Pooling.MEAN));
        List<String> texts = List.of("list the open issues", "send a letter to the team", "工", "");
        try (OnnxEmbedder shipped = OnnxEmbedder.load(EmbeddingModel.MINILM.raw());
                OwnEmbedder raw = OwnEmbedder.load(minilm, List.of());
                OnnxEmbedder centred = OnnxEmbedder.load(EmbeddingModel.MINILM);
                OwnEmbedder own = OwnEmbedder.load(minilm)) {
            for (String text : texts) {
                assertThat(raw.embed(text)).isEqualTo(shipped.embed(text));
            }
            // The texts to take the mean of are fewer than those of the program's models: close, not the same.
            String text = "weather: forecast. Temperature and rain of the next days";
            assertThat(CompactVector.of(own.embed(text)).similarity(CompactVector.of(centred.embed(text))))
                    .isGreaterThan(0.9f);
        }
    }

    @Test
    void aModelThatCannotBeLoadedLeavesTheOthers() throws InterruptedException {
        List<CasysException> problems = new ArrayList<>();
        ModelFiles missing = new ModelFiles("tiny", folder.resolve("a"), folder.resolve("b"), 16);
        try (Embeddings embeddings = Embeddings.loading(
                List.of(EmbeddingModel.MINILM),
                () -> OwnEmbedder.load(own(missing, Optional.empty())),
                problems::add)) {
            assertThat(embeddings.await(TimeUnit.MINUTES.toMillis(1))).isTrue();
            assertThat(embeddings.names()).containsExactly(EmbeddingModel.MINILM.name());
            assertThat(problems)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem)
                            .hasMessageContaining(folder.resolve("b").toString()));
        }
        try (Embeddings alone =
                Embeddings.loading(List.of(), () -> OwnEmbedder.load(own(missing, Optional.empty())), problems::add)) {
            assertThat(alone.awaitNames(TimeUnit.MINUTES.toMillis(1))).isTrue();
            assertThat(alone.isNone()).isTrue();
        }
    }

    @Test
    void aModelOfTheUsersOwnIsOneMore() throws InterruptedException {
        ModelFiles files = OnnxBytes.files(folder, OnnxBytes.lookup(TABLE), WORDS);
        try (Embeddings embeddings = Embeddings.loading(
                List.of(EmbeddingModel.MINILM), () -> OwnEmbedder.load(own(files, Optional.empty())), problem -> {
                    throw problem;
                })) {
            assertThat(embeddings.await(TimeUnit.MINUTES.toMillis(1))).isTrue();
            assertThat(embeddings.dimensions()).containsExactly(384, 3);
            assertThat(embeddings.vectors(Optional.empty(), "cat", 2)).hasSize(2);
            assertThat(embeddings.byModel("cat")).containsOnlyKeys(embeddings.names());
        }
    }

    private String nameOf(byte[] model, String tokenizer) {
        ModelFiles files = OnnxBytes.files(folder, model, tokenizer);
        try (OwnEmbedder embedder = OwnEmbedder.load(own(files, Optional.empty()), List.of())) {
            return embedder.name();
        }
    }

    private void refusedModel(byte[] model, String... parts) {
        ModelFiles files = OnnxBytes.files(folder, model, WORDS);
        refused(() -> OwnEmbedder.load(own(files, Optional.empty())), parts);
        refused(() -> OwnEmbedder.load(own(files, Optional.empty())), "model.onnx");
    }

    private static void refused(ThrowingCallable load, String... parts) {
        assertThatThrownBy(load)
                .isInstanceOfSatisfying(
                        CasysException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION))
                .hasMessageContainingAll(parts);
    }

    private static OwnModel own(ModelFiles files, Optional<Pooling> pooling) {
        return new OwnModel(files, pooling, "", "");
    }

    private static float similarity(OwnEmbedder model, String one, String other) {
        return CompactVector.of(model.embed(one)).similarity(CompactVector.of(model.embed(other)));
    }

    private Path copied(String resource) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream in =
                Objects.requireNonNull(OwnModelTest.class.getClassLoader().getResourceAsStream(resource))) {
            Files.copy(in, file);
        }
        return file;
    }
}
