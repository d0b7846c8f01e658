// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the key {@code expose}, wherever it stands. Stateless. */
final class ExposureReader {

    private static final String KEY = "expose";
    private static final int MAX_GLOBS = 1000;
    private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9_.:/*?-]{1,200}");

    private ExposureReader() {}

    /** What the whole gateway shows. */
    static Exposure ofGateway(Section section) {
        return read(section, new Exposure.Meta(), true);
    }

    /** What a part of it shows, which cannot be plain. */
    static Exposure ofPart(Section section, Exposure otherwise) {
        return read(section, otherwise, false);
    }

    /** A list of globs over tool names; empty if the key is missing. */
    static List<String> globs(Section section, String key, String prefixes) {
        List<String> globs = section.texts(key).orElse(List.of());
        if (globs.size() > MAX_GLOBS) {
            throw section.wrong(key, "a list of " + globs.size(), "must hold at most " + MAX_GLOBS + " globs");
        }
        boolean legal = globs.stream()
                .map(glob -> !glob.isEmpty() && prefixes.indexOf(glob.charAt(0)) >= 0 ? glob.substring(1) : glob)
                .allMatch(glob -> GLOB.matcher(glob).matches());
        if (!legal) {
            throw section.wrong(
                    key,
                    "a list with a glob of other characters",
                    "each must be at most 200 letters, digits, _ . : / - * and ?");
        }
        return globs;
    }

    private static Exposure read(Section section, Exposure otherwise, boolean plain) {
        if (section.value(KEY).isEmpty()) {
            return otherwise;
        }
        if (section.value(KEY).orElseThrow().isArray()) {
            List<String> globs = globs(section, KEY, "");
            if (globs.isEmpty()) {
                throw section.wrong(KEY, "a list of 0", "must hold 1 to " + MAX_GLOBS + " globs");
            }
            return new Exposure.Matching(globs);
        }
        String text = section.scalar(KEY).orElse("");
        return Stream.of(text)
                .filter(word -> plain || !word.equals("plain"))
                .flatMap(ExposureReader::named)
                .findFirst()
                .orElseThrow(() -> section.wrong(
                        KEY,
                        "\"" + text + "\"",
                        "must be \"meta\", \"all\"" + (plain ? ", \"plain\"" : "")
                                + " or a list of globs such as [\"github__*\"]"));
    }

    private static Stream<Exposure> named(String word) {
        return switch (word) {
            case "meta" -> Stream.of(new Exposure.Meta());
            case "all" -> Stream.of(new Exposure.All());
            case "plain" -> Stream.of(new Exposure.Plain());
            default -> Stream.empty();
        };
    }
}
