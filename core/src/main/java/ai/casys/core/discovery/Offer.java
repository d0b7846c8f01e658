// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server offers besides tools, as far as it is searched: a prompt, a resource, a template of resources.
 *
 * @param name the server's own; for people, or the prompt's
 * @param names all names by which it can be asked for or meant, the address of a resource among them
 * @param title possibly empty
 * @param description possibly empty
 * @param arguments of a prompt
 */
public record Offer(
        String server,
        String name,
        List<String> names,
        Optional<String> title,
        Optional<String> description,
        List<Argument> arguments) {

    private static final int LONGEST_PART = 12_000;

    public Offer {
        Objects.requireNonNull(server, "server is null");
        Objects.requireNonNull(name, "name is null");
        names = List.copyOf(names);
        Objects.requireNonNull(title, "title is null");
        Objects.requireNonNull(description, "description is null");
        arguments = List.copyOf(arguments);
    }

    /**
     * An argument of a prompt.
     *
     * @param description possibly empty
     */
    public record Argument(String name, String description) {
        public Argument {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(description, "description is null");
        }
    }

    /** What words are looked for in. What a hostile server could make endless is cut. */
    Map<Reason.Part, String> parts() {
        Map<Reason.Part, String> parts = meaning();
        // The words of an address are words of the thing; the names of a prompt are one and the same.
        if (arguments.isEmpty()) {
            parts.put(Reason.Part.PARAMETERS, cut(String.join(" ", names)));
        }
        return parts;
    }

    /** What becomes vectors. */
    Map<Reason.Part, String> meaning() {
        Map<Reason.Part, String> parts = new EnumMap<>(Reason.Part.class);
        parts.put(Reason.Part.SERVER, server);
        parts.put(Reason.Part.NAME, cut(name));
        parts.put(Reason.Part.TITLE, cut(title.orElse("")));
        parts.put(Reason.Part.DESCRIPTION, cut(description.orElse("")));
        parts.put(
                Reason.Part.PARAMETERS,
                cut(String.join(" ", arguments.stream().map(Argument::name).toList())));
        parts.put(
                Reason.Part.PARAMETER_TEXT,
                cut(String.join(
                        "\n", arguments.stream().map(Argument::description).toList())));
        return parts;
    }

    private static String cut(String text) {
        return text.length() > LONGEST_PART ? text.substring(0, LONGEST_PART) : text;
    }
}
