// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.cloud.publication;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * {@code .github/publication.yaml}: what is public, and what public files may not mention.
 *
 * @param roots entries of the root folder that are published whole
 * @param files single published files
 * @param privateEntries entries of the root folder that are known to stay private
 */
record Policy(
        Set<String> roots,
        Set<String> files,
        Set<String> privateEntries,
        List<Pattern> forbidden,
        List<Tolerated> tolerated) {

    private static final Set<String> KEYS = Set.of("version", "roots", "files", "private", "forbidden", "tolerated");

    Policy {
        roots = Set.copyOf(roots);
        files = Set.copyOf(files);
        privateEntries = Set.copyOf(privateEntries);
        forbidden = List.copyOf(forbidden);
        tolerated = List.copyOf(tolerated);
    }

    /** A place where a mention cannot be helped: a glob of paths, and what covers the mention. */
    record Tolerated(String file, Pattern pattern, String reason) {
        boolean covers(String path, String line, int start, int end) {
            if (!FileSystems.getDefault().getPathMatcher("glob:" + file).matches(Path.of(path))) {
                return false;
            }
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                if (matcher.start() <= start && end <= matcher.end()) {
                    return true;
                }
            }
            return false;
        }
    }

    static Policy read(Path file) throws IOException {
        Object loaded = new Load(
                        LoadSettings.builder().setLabel(file.toString()).build())
                .loadFromString(Files.readString(file));
        Map<?, ?> root = (Map<?, ?>) loaded;
        if (!root.keySet().equals(KEYS)) {
            throw new IllegalArgumentException(file + " has the keys " + root.keySet() + ", expected " + KEYS);
        }
        if (!Integer.valueOf(1).equals(root.get("version"))) {
            throw new IllegalArgumentException(file + " has version " + root.get("version") + ", expected 1");
        }
        return new Policy(
                new HashSet<>(strings(root.get("roots"))),
                new HashSet<>(strings(root.get("files"))),
                new HashSet<>(strings(root.get("private"))),
                strings(root.get("forbidden")).stream().map(Policy::pattern).toList(),
                ((List<?>) root.get("tolerated"))
                        .stream().map(Policy::tolerated).toList());
    }

    boolean publishes(String path) {
        return files.contains(path) || roots.contains(rootEntry(path));
    }

    static String rootEntry(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private static Tolerated tolerated(Object entry) {
        Map<?, ?> map = (Map<?, ?>) entry;
        String reason = text(map, "reason");
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a tolerated mention needs a reason: " + map);
        }
        return new Tolerated(text(map, "file"), pattern(text(map, "pattern")), reason);
    }

    private static String text(Map<?, ?> map, String key) {
        if (map.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a tolerated mention lacks " + key + ": " + map);
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }
}
