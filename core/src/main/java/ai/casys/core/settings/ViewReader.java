// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code casys.clients} and {@code casys.virtual-servers}. Used by one thread. */
final class ViewReader {

    private static final int MOST_ENTRIES = 1_000;
    private static final int LONGEST_TEXT = 10_000;
    private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern CLIENT = Pattern.compile("[^\\p{Cntrl}]{1,200}");
    private static final Set<String> META_TOOLS =
            Set.of("search_tools", "call_tool", "execute_dag", "execute_code", "workflow");

    private final Section casys;

    ViewReader(Section casys) {
        this.casys = casys;
    }

    ViewSettings read() {
        return new ViewSettings(clients(), virtualServers());
    }

    /**
     * What is named but not configured; servers come and go, so it is no reason to refuse the file.
     *
     * @param servers every server that is configured or built in
     */
    static List<String> warnings(ViewSettings views, Set<String> servers) {
        List<String> warnings = new ArrayList<>();
        for (VirtualServer view : views.virtualServers().values()) {
            String place = "casys.virtual-servers." + view.name();
            for (String server : new TreeSet<>(view.servers())) {
                if (!servers.contains(server)) {
                    warnings.add(place + " names the server \"" + server + "\", which is not configured"
                            + Suggestion.nearest(server, servers)
                                    .map(near -> "; did you mean \"" + near + "\"?")
                                    .orElse("."));
                }
            }
            TreeSet<String> tools = new TreeSet<>(view.rename().keySet());
            tools.addAll(view.descriptions().keySet());
            tools.stream()
                    .filter(tool -> !view.servers().contains(serverOf(tool)))
                    .map(tool -> place + " names the tool \"" + tool + "\", whose server \"" + serverOf(tool)
                            + "\" is not among its servers.")
                    .forEach(warnings::add);
        }
        return warnings;
    }

    private List<ClientRule> clients() {
        Section clients = casys.section("clients");
        List<ClientRule> rules = new ArrayList<>();
        entries(clients, (client, section) -> {
            if (!CLIENT.matcher(client).matches()) {
                throw invalid("casys.clients has a key that is no glob over the names of clients; it must have 1 to"
                        + " 200 characters, none of them a control character.");
            }
            if (section.value("expose").isEmpty()) {
                throw section.wrong("expose", "missing", "must be \"meta\", \"all\" or a list of globs");
            }
            rules.add(new ClientRule(client, ExposureReader.ofPart(section, new Exposure.All())));
        });
        return rules;
    }

    private Map<String, VirtualServer> virtualServers() {
        Map<String, VirtualServer> views = new LinkedHashMap<>();
        entries(casys.section("virtual-servers"), (name, section) -> {
            if (!ServerNames.isValid(name) || name.equals(ServerNames.RESERVED)) {
                throw invalid("casys.virtual-servers has the name \"" + shortened(name)
                        + "\", which is part of an address; it must be 1 to 32 small letters, digits and -, not begin"
                        + " with -, and not be \"" + ServerNames.RESERVED + "\", such as \""
                        + free(ServerNames.slug(name)) + "\".");
            }
            views.put(name, virtualServer(name, section));
        });
        return views;
    }

    private static VirtualServer virtualServer(String name, Section section) {
        List<String> servers = section.texts("servers").orElse(List.of());
        if (servers.isEmpty()) {
            throw section.wrong(
                    "servers", "missing or empty", "must name the servers it is made of, such as [\"files\"]");
        }
        servers.stream()
                .filter(server -> !ServerNames.isValid(server))
                .findFirst()
                .ifPresent(server -> {
                    throw section.wrong(
                            "servers",
                            "a list with \"" + shortened(server) + "\"",
                            "must hold names of servers as casys status shows them");
                });
        return new VirtualServer(
                name,
                Set.copyOf(servers),
                ExposureReader.globs(section, "tools", "!"),
                renames(section.section("rename")),
                texts(section.section("descriptions")),
                ExposureReader.ofPart(section, new Exposure.All()),
                section.flag("prompts").orElse(true),
                section.flag("resources").orElse(true),
                text(section, "instructions"),
                text(section, "title"));
    }

    private static Map<String, String> renames(Section section) {
        Map<String, String> renames = texts(section);
        Map<String, String> taken = new HashMap<>();
        renames.forEach((tool, name) -> {
            if (!TOOL_NAME.matcher(name).matches()) {
                throw section.wrong(
                        tool,
                        "\"" + shortened(name) + "\"",
                        "must be 1 to 64 letters, digits, _ and -, as clients take");
            }
            if (META_TOOLS.contains(name)) {
                throw section.wrong(tool, "\"" + name + "\"", "must not be the name of one of the gateway's own tools");
            }
            Optional.ofNullable(taken.putIfAbsent(name, tool)).ifPresent(other -> {
                throw section.wrong(tool, "\"" + name + "\"", "must be another name than that of \"" + other + "\"");
            });
        });
        return renames;
    }

    /** Texts by tool; the keys are {@code server__tool} or {@code server:tool}. */
    private static Map<String, String> texts(Section section) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (section.keys().size() > MOST_ENTRIES) {
            throw invalid("A virtual server renames or describes "
                    + section.keys().size() + " tools; at most " + MOST_ENTRIES + " are possible.");
        }
        for (String tool : section.keys()) {
            if (serverOf(tool).isEmpty()) {
                throw section.wrong(
                        shortened(tool), "no tool", "must be a tool as server__tool, such as \"files__read_file\"");
            }
            text(section, tool).ifPresent(value -> texts.put(tool, value));
        }
        return texts;
    }

    private static Optional<String> text(Section section, String key) {
        Optional<String> text = section.text(key);
        if (text.filter(value -> value.length() > LONGEST_TEXT).isPresent()) {
            throw section.wrong(
                    shortened(key), "longer than that", "must be a text of at most " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    private static void entries(Section section, BiConsumer<String, Section> reader) {
        if (section.keys().size() > MOST_ENTRIES) {
            throw invalid("casys.clients and casys.virtual-servers hold at most " + MOST_ENTRIES + " entries each.");
        }
        for (String key : section.keys()) {
            Section entry = section.section(key);
            reader.accept(key, entry);
            entry.finish();
        }
    }

    private static String serverOf(String tool) {
        return Stream.of("__", ":")
                .map(tool::indexOf)
                .filter(end -> end > 0)
                .map(end -> tool.substring(0, end))
                .filter(ServerNames::isValid)
                .findFirst()
                .orElse("");
    }

    private static String free(String slug) {
        return slug.equals(ServerNames.RESERVED) ? "tools" : slug;
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    private static CasysException invalid(String message) {
        return new CasysException(ErrorCategory.CONFIGURATION, message);
    }
}
