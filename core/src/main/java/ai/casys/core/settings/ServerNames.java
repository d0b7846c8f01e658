// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives every server a name of the form {@code [a-z0-9][a-z0-9-]{0,31}}. A name of that form is kept; others become the
 * nearest such name, with {@code -2}, {@code -3} and so on where that is taken.
 */
public final class ServerNames {

    /** The servers that come with the product; their names can be used only where they are switched off. */
    public static final Set<String> BUILTIN = Set.of("files", "web", "json", "text", "time", "csv");

    /** A name no server can have: {@code mcp__server__tool} is a way of writing a tool's name. */
    static final String RESERVED = "mcp";

    private static final int MAX_LENGTH = 32;
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private ServerNames() {}

    /** Whether the name can be used as it stands, reserved names aside. */
    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }

    /** The nearest name of the right form. */
    public static String slug(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        String slug = trim(plain.length() > MAX_LENGTH ? plain.substring(0, MAX_LENGTH + 1) : plain);
        return slug.isEmpty() ? "server" : shorten(slug, MAX_LENGTH);
    }

    /** The names that are not to be given to a configured server when these built-in servers are switched off. */
    public static Set<String> reserved(Collection<String> disabledBuiltins) {
        Set<String> reserved = new HashSet<>(BUILTIN);
        reserved.removeAll(disabledBuiltins);
        reserved.add(RESERVED);
        return Set.copyOf(reserved);
    }

    /**
     * A name for each of the given ones, in their order. Names that can stay as they are get their way first, so adding
     * an oddly named server never renames another.
     */
    public static Map<String, String> assign(Collection<String> names, Set<String> reserved) {
        Set<String> taken = new HashSet<>(reserved);
        Map<String, String> kept = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        for (String name : names) {
            if (isValid(name) && taken.add(name)) {
                kept.put(name, name);
            } else {
                others.add(name);
            }
        }
        others.forEach(name -> kept.put(name, free(slug(name), taken)));
        Map<String, String> assigned = new LinkedHashMap<>();
        names.forEach(name -> assigned.put(name, kept.getOrDefault(name, name)));
        return assigned;
    }

    private static String free(String slug, Set<String> taken) {
        String candidate = slug;
        for (int number = 2; !taken.add(candidate); number++) {
            String suffix = "-" + number;
            candidate = shorten(slug, MAX_LENGTH - suffix.length()) + suffix;
        }
        return candidate;
    }

    private static String shorten(String slug, int length) {
        return slug.length() <= length ? slug : trim(slug.substring(0, length));
    }

    private static String trim(String text) {
        return text.replaceAll("^-+|-+$", "");
    }
}
