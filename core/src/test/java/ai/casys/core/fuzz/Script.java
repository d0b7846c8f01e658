// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The requests of one client, in order. */
record Script(String name, List<Step> steps) {

    Script {
        steps = List.copyOf(steps);
    }

    Script with(List<Step> other) {
        return new Script(name, other);
    }

    int size() {
        return steps.stream().mapToInt(Step::size).sum();
    }

    /** The recorded exchanges in the resource folder {@code fuzz}, by name. */
    static List<Script> recorded() {
        URL folder = Objects.requireNonNull(Script.class.getResource("/fuzz"), "there is no resource folder fuzz");
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.filter(file -> file.toString().endsWith(".http"))
                    .sorted()
                    .map(Script::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Script read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            List<Step> steps = new ArrayList<>();
            for (String part : text.split("###\n", -1)) {
                if (!part.isBlank()) {
                    steps.add(step(part));
                }
            }
            return new Script(file.getFileName().toString().replace(".http", ""), steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Step step(String part) {
        int end = part.indexOf("\n\n");
        List<String> head = part.substring(0, end).lines().toList();
        return new Step(
                head.getFirst(),
                head.subList(1, head.size()),
                part.substring(end + 2).strip(),
                Delivery.WHOLE,
                0);
    }
}
