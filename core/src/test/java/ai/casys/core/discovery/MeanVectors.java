// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.discovery.embedding.EmbeddingModel;
import ai.casys.core.discovery.embedding.OnnxEmbedder;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Makes the mean vectors that the models take off, from recorded tool lists ({@code {"id": server, "tools": [...]}}, one
 * JSON file a server). Arguments: the folder of the lists and the folder to write to.
 */
final class MeanVectors {

    private MeanVectors() {}

    public static void main(String[] arguments) throws IOException {
        List<String> texts = texts(Path.of(arguments[0]));
        for (EmbeddingModel model : List.of(EmbeddingModel.MINILM, EmbeddingModel.BGE)) {
            double[] sums = new double[EmbeddingModel.DIMENSION];
            try (OnnxEmbedder embedder = OnnxEmbedder.load(model.raw())) {
                for (String text : texts) {
                    float[] vector = embedder.embed(text);
                    for (int i = 0; i < sums.length; i++) {
                        sums[i] += vector[i];
                    }
                }
            }
            StringBuilder lines = new StringBuilder();
            for (double sum : sums) {
                lines.append(String.format(Locale.ROOT, "%.6f", sum / texts.size()))
                        .append('\n');
            }
            Path name = Path.of(model.mean().orElseThrow()).getFileName();
            Files.writeString(Path.of(arguments[1]).resolve(name), lines);
        }
    }

    private static List<String> texts(Path folder) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                JsonNode tree = RawJson.ofTrusted(Files.readAllBytes(file)).tree();
                for (JsonNode definition : tree.path("tools")) {
                    Tool tool = Tool.parse(RawJson.of(definition));
                    texts.add(EmbeddingText.of(CatalogTool.of(tree.path("id").asString(""), tool)));
                }
            }
        }
        return texts;
    }
}
