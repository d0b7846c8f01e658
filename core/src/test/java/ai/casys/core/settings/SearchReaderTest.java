// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code casys.search}: models of the program and of the user's own. */
class SearchReaderTest extends SettingsFixture {

    @Test
    void everyKeyIsRead() throws IOException {
        config("""
                {"casys": {"search": {
                  "models": ["bge"],
                  "embedding": {"name": "e5-small", "folder": "~/models/e5", "weights": "int8.onnx", "pooling": "mean",
                                "query-prefix": "query: ", "text-prefix": "passage: ", "max-tokens": 512},
                  "reranker": {"weights": "rank.onnx", "tokenizer": "/rank.json", "candidates": 30, "budget": "2s"}}}}
                """);

        SearchSettings search = search(Map.of());

        assertThat(search.models()).containsExactly(SearchSettings.Model.BGE);
        assertThat(search.embedding())
                .contains(new SearchSettings.Embedding(
                        new SearchSettings.OwnModel(
                                "e5-small",
                                user.resolve("models/e5/int8.onnx"),
                                user.resolve("models/e5/tokenizer.json"),
                                512),
                        Optional.of(SearchSettings.Pooling.MEAN),
                        "query: ",
                        "passage: "));
        assertThat(search.reranker())
                .contains(new SearchSettings.Reranker(
                        new SearchSettings.OwnModel(
                                "own",
                                user.resolve(".casys/rank.onnx"),
                                user.getRoot().resolve("rank.json"),
                                256),
                        30,
                        Duration.ofSeconds(2)));
    }

    @Test
    void aFolderIsEnoughAndTheEnvironmentChangesTheProgramsModelsOnly() throws IOException {
        config("{\"casys\": {\"search\": {\"embedding\": {\"folder\": \"m\"}, \"reranker\": {\"folder\": \"r\"}}}}");

        SearchSettings search = search(Map.of("CASYS_SEARCH_MODELS", "none"));

        assertThat(search.models()).isEmpty();
        assertThat(search.embedding().orElseThrow().model().weights()).isEqualTo(user.resolve(".casys/m/model.onnx"));
        assertThat(search.embedding().orElseThrow().pooling()).isEmpty();
        assertThat(search.reranker().orElseThrow().candidates()).isEqualTo(20);
        assertThat(search.reranker().orElseThrow().budget()).isEqualTo(Duration.ofMillis(500));
        assertThat(search(Map.of()).models()).isEqualTo(List.of(SearchSettings.Model.values()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"embedding\": {}}                                   | search.embedding.weights is missing | folder",
                "{\"embedding\": {\"weights\": \"a\"}}                 | embedding.tokenizer is missing | tokenizer.json",
                "{\"embedding\": \"e5\"}                               | search.embedding is a text | an object",
                "{\"embedding\": {\"folder\": \"m\", \"pooling\": \"max\"}} | pooling is \"max\" | \"first\"",
                "{\"embedding\": {\"folder\": \"m\", \"max-tokens\": 4}} | max-tokens is 4 | from 8 to 8192",
                "{\"embedding\": {\"folder\": \"m\", \"name\": \"a/b\"}} | name is \"a/b\" | 1 to 40 letters",
                "{\"embedding\": {\"folder\": \"m\", \"query-prefix\": 7}} | query-prefix is a number | a text",
                "{\"embedding\": {\"folder\": \"m\", \"prefix\": \"a\"}} | prefix is not a setting | text-prefix",
                "{\"reranker\": {\"folder\": \"m\", \"candidates\": 1}} | candidates is 1 | from 2 to 50",
                "{\"reranker\": {\"folder\": \"m\", \"budget\": \"1m\"}} | budget is \"1m\" | 10ms to 30s",
                "{\"reranker\": {\"folder\": \"m\", \"pooling\": \"mean\"}} | pooling is not a setting | folder"
            })
    void whatIsWrongIsRefusedWithPlaceRuleAndRemedy(String section, String place, String rule) throws IOException {
        config("{\"casys\": {\"search\": " + section + "}}");
        refused(() -> loader(Map.of()).load(), place, rule);
    }

    private SearchSettings search(Map<String, String> environment) {
        return loader(environment).load().settings().search();
    }
}
