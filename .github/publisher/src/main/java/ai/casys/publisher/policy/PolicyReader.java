// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Policy files of version 1. A key that is not known is refused: it might be a restriction that would not be kept. */
final class PolicyReader {
    private static final int MAX_BYTES = 256 * 1024;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Set<String> KEYS = Set.of(
            "version",
            "roots",
            "files",
            "private",
            "forbidden",
            "tolerated",
            "identities",
            "messages",
            "tags",
            "accepted",
            "canaries",
            "adopted");

    private final Map<?, ?> root;

    private PolicyReader(Map<?, ?> root) {
        this.root = root;
    }

    static Policy read(byte[] yaml) {
        if (yaml.length > MAX_BYTES) {
            throw new PolicyException("the policy has " + yaml.length + " bytes, the limit is " + MAX_BYTES);
        }
        LoadSettings settings = LoadSettings.builder().setLabel(Policy.PATH).build();
        Object loaded;
        try {
            loaded = new Load(settings)
                    .loadFromString(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(yaml))
                            .toString());
        } catch (CharacterCodingException e) {
            throw new PolicyException("the policy is not UTF-8; save it as UTF-8");
        } catch (YamlEngineException e) {
            throw new PolicyException("the policy is no YAML: " + e.getMessage());
        }
        if (!(loaded instanceof Map<?, ?> map)) {
            throw new PolicyException("the policy is no mapping; it starts with \"version: 1\"");
        }
        return new PolicyReader(map).policy();
    }

    private Policy policy() {
        refuseOthers("the policy", root, KEYS);
        if (!Integer.valueOf(1).equals(root.get("version"))) {
            throw new PolicyException("version is " + root.get("version") + "; this publisher knows version 1");
        }
        Map<?, ?> messages = map("messages", root.get("messages"));
        refuseOthers("messages", messages, Set.of("forbidden"));
        Policy policy = new Policy(
                names("roots"),
                paths("files"),
                names("private"),
                patterns("forbidden", root.get("forbidden")),
                entries("tolerated", Set.of("file", "pattern", "reason")).stream()
                        .map(entry -> new Tolerated(
                                text(entry, "file"), pattern(text(entry, "pattern")), text(entry, "reason")))
                        .toList(),
                identities(),
                patterns("messages.forbidden", messages.get("forbidden")),
                strings("tags", root.get("tags")),
                entries("accepted", Set.of("check", "file", "pattern", "reason")).stream()
                        .map(entry -> new Accepted(
                                text(entry, "check"),
                                text(entry, "file"),
                                pattern(text(entry, "pattern")),
                                text(entry, "reason")))
                        .toList(),
                strings("canaries", root.get("canaries")),
                adopted());
        if (policy.roots().isEmpty() && policy.files().isEmpty()) {
            throw new PolicyException("roots and files are both empty; name at least one thing that is public");
        }
        for (String entry : policy.roots()) {
            if (policy.privateRoots().contains(entry)) {
                throw new PolicyException("\"" + entry + "\" stands in roots and in private; remove it from one");
            }
        }
        for (String file : policy.files()) {
            if (policy.roots().contains(Policy.rootEntry(file))) {
                throw new PolicyException("files has \"" + file + "\", which roots publishes already; remove one");
            }
        }
        for (String canary : policy.canaries()) {
            if (canary.length() < 8) {
                throw new PolicyException(
                        "the canary \"" + canary + "\" is shorter than 8 letters and found by chance");
            }
        }
        return policy;
    }

    private Optional<String> adopted() {
        Object value = root.get("adopted");
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text && COMMIT.matcher(text).matches()) {
            return Optional.of(text);
        }
        throw new PolicyException("adopted is \"" + value + "\"; write the 40 hexadecimal digits of a commit, quoted");
    }

    private Identities identities() {
        Map<?, ?> map = map("identities", root.get("identities"));
        refuseOthers("identities", map, Set.of("allowed-domains", "map"));
        Set<String> domains = new HashSet<>();
        for (String domain : strings("identities.allowed-domains", map.get("allowed-domains"))) {
            domains.add(domain.toLowerCase(Locale.ROOT));
        }
        Map<Person, Person> people = new LinkedHashMap<>();
        map("identities.map", map.get("map")).forEach((from, to) -> {
            if (!(from instanceof String privateName) || !(to instanceof String publicName)) {
                throw new PolicyException("identities.map has \"" + from + "\": both sides are \"Name <address>\"");
            }
            people.put(Person.parse(privateName), Person.parse(publicName));
        });
        return new Identities(domains, people);
    }

    private Set<String> names(String key) {
        Set<String> names = paths(key);
        for (String name : names) {
            if (name.contains("/")) {
                throw new PolicyException(key + " has \"" + name + "\"; it holds names of the root folder only");
            }
        }
        return names;
    }

    private Set<String> paths(String key) {
        Set<String> paths = new HashSet<>();
        for (String path : strings(key, root.get(key))) {
            for (String part : path.split("/", -1)) {
                if (part.isEmpty() || part.equals(".") || part.equals("..") || part.equalsIgnoreCase(".git")) {
                    throw new PolicyException(key + " has \"" + path + "\"; write a path from the root, without slash"
                            + " at its ends and without dots as names");
                }
            }
            if (!paths.add(path)) {
                throw new PolicyException(key + " has \"" + path + "\" twice; remove one");
            }
        }
        return paths;
    }

    private List<Map<?, ?>> entries(String key, Set<String> keys) {
        List<Map<?, ?>> entries = new ArrayList<>();
        for (Object entry : list(key, root.get(key))) {
            Map<?, ?> map = map("an entry of " + key, entry);
            refuseOthers("an entry of " + key, map, keys);
            entries.add(map);
        }
        return entries;
    }

    private static void refuseOthers(String where, Map<?, ?> map, Set<String> keys) {
        for (Object key : map.keySet()) {
            if (!(key instanceof String name) || !keys.contains(name)) {
                throw new PolicyException(where + " has the unknown key \"" + key + "\"; known are "
                        + keys.stream().sorted().toList());
            }
        }
    }

    private static String text(Map<?, ?> map, String key) {
        if (map.get(key) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new PolicyException("an entry lacks the text \"" + key + "\": " + map);
    }

    private static List<Pattern> patterns(String key, @Nullable Object value) {
        return strings(key, value).stream().map(PolicyReader::pattern).toList();
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        } catch (PatternSyntaxException e) {
            throw new PolicyException("\"" + text + "\" is no regular expression: " + e.getDescription());
        }
    }

    private static List<String> strings(String key, @Nullable Object value) {
        List<String> strings = new ArrayList<>();
        for (Object entry : list(key, value)) {
            if (!(entry instanceof String text) || text.isEmpty()) {
                throw new PolicyException(key + " has \"" + entry + "\"; it is a list of texts");
            }
            strings.add(text);
        }
        return strings;
    }

    private static List<?> list(String key, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new PolicyException(key + " is \"" + value + "\"; it is a list");
    }

    private static Map<?, ?> map(String key, @Nullable Object value) {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new PolicyException(key + " is \"" + value + "\"; it is a mapping");
    }
}
