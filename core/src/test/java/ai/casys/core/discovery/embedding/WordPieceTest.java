// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WordPieceTest {

    private WordPiece words;

    @BeforeAll
    void read() throws IOException {
        words = of(EmbeddingModel.BGE);
    }

    /** The numbers are those of the library that the models were trained with. */
    @Test
    void tokensAreThoseOfTheModelsOwnTokenizer() {
        is("List the open issues of a repository", 101, 2862, 1996, 2330, 3314, 1997, 1037, 22409, 102);
        is("naïve Café ÉTÉ", 101, 15743, 7668, 3802, 2063, 102);
        is("使用必应搜索 keywords", 101, 100, 100, 100, 100, 100, 100, 3145, 22104, 102);
        is("listOpen_issues--now!! $5", 101, 2862, 26915, 1035, 3314, 1011, 1011, 2085, 999, 999, 1002, 1019, 102);
        is("unaffable 🎉 xyzzy\u200bq", 101, 14477, 20961, 3468, 100, 1060, 2100, 28753, 4160, 102);
        is("a\tb\nc\u00a0d", 101, 1037, 1038, 1039, 1040, 102);
        is("ﬁle № İstanbul ß", 101, 1984, 2571, 1578, 9960, 1096, 102);
        is("x".repeat(120) + " end", 101, 100, 2203, 102);
        is("", 101, 102);
    }

    @Test
    void bothModelsReadTheSameTokens() throws IOException {
        String text = "Take a screenshot of the page, then save it as PDF.";

        assertThat(of(EmbeddingModel.MINILM).tokens(text, 64)).isEqualTo(words.tokens(text, 64));
    }

    @Test
    void aLongTextIsCutAndStillClosed() {
        long[] tokens = words.tokens("word ".repeat(10_000), 32);

        assertThat(tokens).hasSize(32).startsWith(101).endsWith(102);
    }

    @Test
    void anyTextIsRead() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 200) {
                text.append((char) random.nextInt(0x10000));
            }
            assertThat(words.tokens(text.toString(), 64).length).isBetween(2, 64);
        }
    }

    @Test
    void anotherKindOfTokenizerIsRefused() {
        byte[] json = "{\"model\":{\"type\":\"Unigram\"}}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> WordPiece.read(new ByteArrayInputStream(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unigram");
    }

    private void is(String text, long... tokens) {
        assertThat(words.tokens(text, 64)).as(text).isEqualTo(tokens);
    }

    private static WordPiece of(EmbeddingModel model) throws IOException {
        try (InputStream stream = WordPieceTest.class.getClassLoader().getResourceAsStream(model.tokenizer())) {
            return WordPiece.read(Objects.requireNonNull(stream));
        }
    }
}
