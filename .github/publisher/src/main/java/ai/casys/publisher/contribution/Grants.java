// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.contribution;

import ai.casys.publisher.policy.Person;
import ai.casys.publisher.policy.PolicyException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * {@code .github/grants.yaml}: who granted the project what outsiders' work needs before it may lie beside modules under
 * other terms. The file is public, so that a pull request brings its author's own entry along and both sides can check
 * it.
 *
 * @param all the entries in the order of the file
 */
public record Grants(List<Grant> all) {

    /** Where the file lies, in the private and in the public tree. */
    public static final String PATH = ".github/grants.yaml";

    private static final int MAX_BYTES = 1024 * 1024;
    private static final Set<String> KEYS = Set.of("author", "agreement", "date");

    /** Copies the list. */
    public Grants {
        all = List.copyOf(all);
    }

    /**
     * Reads the file.
     *
     * @param yaml UTF-8, at most 1 MiB
     * @throws GrantException if it is not of version 1 or an entry is incomplete
     */
    public static Grants parse(byte[] yaml) {
        if (yaml.length > MAX_BYTES) {
            throw new GrantException("the file has " + yaml.length + " bytes, the limit is " + MAX_BYTES);
        }
        Object loaded;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(yaml))
                    .toString();
            loaded = new Load(LoadSettings.builder().setLabel(PATH).build()).loadFromString(text);
        } catch (CharacterCodingException e) {
            throw new GrantException("the file is not UTF-8");
        } catch (YamlEngineException e) {
            throw new GrantException("the file is no YAML: " + e.getMessage());
        }
        if (!(loaded instanceof Map<?, ?> root)
                || !Integer.valueOf(1).equals(root.get("version"))
                || !root.keySet().equals(Set.of("version", "grants"))
                || !(root.get("grants") instanceof List<?> entries)) {
            throw new GrantException("the file is a mapping with \"version: 1\" and the list \"grants\"");
        }
        List<Grant> all = new ArrayList<>();
        for (Object entry : entries) {
            all.add(grant(entry));
        }
        return new Grants(all);
    }

    private static Grant grant(Object entry) {
        if (!(entry instanceof Map<?, ?> map)
                || !map.keySet().equals(KEYS)
                || !(map.get("author") instanceof String author)
                || !(map.get("agreement") instanceof Integer agreement)
                || !(map.get("date") instanceof String date)) {
            throw new GrantException("an entry has \"author\" (a text), \"agreement\" (a number) and \"date\""
                    + " (a text such as 2026-11-23), not " + entry);
        }
        try {
            return new Grant(Person.parse(author), agreement, LocalDate.parse(date));
        } catch (PolicyException | DateTimeException e) {
            throw new GrantException("the entry of " + author + ": " + e.getMessage());
        }
    }

    /** Whether the holder of this address granted at least this version of the text. */
    public boolean covers(String email, int agreement) {
        return all.stream().anyMatch(grant -> grant.isBy(email) && grant.agreement() >= agreement);
    }
}
