// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code casys.search}. Whether the files are there is not looked at: a missing one does not stop the engine. */
final class SearchReader {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,40}");
    private static final int MOST_TOKENS = 8_192;
    private static final int DEFAULT_TOKENS = 256;
    private static final int DEFAULT_CANDIDATES = 20;
    private static final int LONGEST_PREFIX = 500;
    private static final Duration DEFAULT_BUDGET = Duration.ofMillis(500);

    private final Section search;
    private final Path folder;
    private final Path userHome;

    /** @param folder what relative paths start from */
    SearchReader(Section search, Path folder, Path userHome) {
        this.search = search;
        this.folder = folder;
        this.userHome = userHome;
    }

    SearchSettings read() {
        List<SearchSettings.Model> models = search.texts("models")
                .map(names -> names.stream().map(this::model).toList())
                .orElse(SearchSettings.DEFAULTS.models());
        SearchSettings settings = new SearchSettings(
                models,
                search.value("embedding").map(_ -> embedding(search.section("embedding"))),
                search.value("reranker").map(_ -> reranker(search.section("reranker"))));
        search.finish();
        return settings;
    }

    private SearchSettings.Model model(String name) {
        return SearchSettings.Model.named(name)
                .orElseThrow(() ->
                        search.wrong("models", "\"" + name + "\"", "must be a list of \"minilm\" and \"bge\", or []"));
    }

    private SearchSettings.Embedding embedding(Section section) {
        SearchSettings.Embedding embedding = new SearchSettings.Embedding(
                own(section), pooling(section), prefix(section, "query-prefix"), prefix(section, "text-prefix"));
        section.finish();
        return embedding;
    }

    private SearchSettings.Reranker reranker(Section section) {
        SearchSettings.Reranker reranker = new SearchSettings.Reranker(
                own(section),
                section.integer("candidates", 2, 50).orElse(DEFAULT_CANDIDATES),
                section.duration("budget", Duration.ofMillis(10), Duration.ofSeconds(30))
                        .orElse(DEFAULT_BUDGET));
        section.finish();
        return reranker;
    }

    private SearchSettings.OwnModel own(Section section) {
        Optional<Path> place = path(section, "folder", folder);
        Path start = place.orElse(folder);
        Optional<Path> weights = path(section, "weights", start).or(() -> place.map(in -> in.resolve("model.onnx")));
        Optional<Path> tokenizer =
                path(section, "tokenizer", start).or(() -> place.map(in -> in.resolve("tokenizer.json")));
        int maxTokens = section.integer("max-tokens", 8, MOST_TOKENS).orElse(DEFAULT_TOKENS);
        Optional<String> name = section.text("name");
        name.filter(text -> !NAME.matcher(text).matches()).ifPresent(text -> {
            throw section.wrong(
                    "name", "\"" + text + "\"", "must have 1 to 40 letters, digits, points, hyphens or underscores");
        });
        return new SearchSettings.OwnModel(
                name.orElse("own"),
                weights.orElseThrow(() -> missing(section, "weights", "the model's file in ONNX")),
                tokenizer.orElseThrow(() -> missing(section, "tokenizer", "its tokenizer.json")),
                maxTokens);
    }

    private static RuntimeException missing(Section section, String key, String what) {
        return section.wrong(
                key,
                "missing",
                "must be the path of " + what + ", or folder the path of a folder with model.onnx and"
                        + " tokenizer.json");
    }

    private Optional<Path> path(Section section, String key, Path start) {
        return section.text(key).map(text -> {
            try {
                return Paths.resolve(userHome, start, text);
            } catch (InvalidPathException _) {
                throw section.wrong(key, "\"" + text + "\"", "must be a path");
            }
        });
    }

    private static Optional<SearchSettings.Pooling> pooling(Section section) {
        return section.text("pooling").map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "mean" -> SearchSettings.Pooling.MEAN;
            case "first" -> SearchSettings.Pooling.FIRST;
            default -> throw section.wrong("pooling", "\"" + text + "\"", "must be \"mean\" or \"first\"");
        });
    }

    /** As it stands: the blank at the end of {@code "query: "} counts. */
    private static String prefix(Section section, String key) {
        return section.value(key)
                .map(value -> {
                    if (!value.isString() || value.stringValue().length() > LONGEST_PREFIX) {
                        throw section.wrong(
                                key,
                                Section.kind(value),
                                "must be a text of at most " + LONGEST_PREFIX + " characters");
                    }
                    return value.stringValue();
                })
                .orElse("");
    }
}
