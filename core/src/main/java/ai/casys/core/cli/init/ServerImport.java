// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.ConfigJson;
import ai.casys.core.settings.ServerNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Servers of clients into our configuration file. */
final class ServerImport {

    private static final String KEY = "mcpServers";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final int DEFAULT_PORT = 3003;

    private final SafeFiles files;
    private final Path target;

    ServerImport(SafeFiles files, Path target) {
        this.files = files;
        this.target = target;
    }

    private record Candidate(FoundServer server, Client client, Path file) {}

    ImportPlan plan(List<FoundConfig> found) {
        ObjectNode ours = content(before());
        List<FoundServer> existing = servers(ours);
        List<Candidate> chosen = new ArrayList<>();
        List<ImportPlan.Skipped> skipped = new ArrayList<>();
        for (FoundConfig config : found) {
            for (FoundServer server : config.servers()) {
                Candidate candidate = new Candidate(server, config.client(), config.file());
                reasonToSkip(server, existing)
                        .or(() -> chosenAlready(candidate, chosen))
                        .ifPresentOrElse(
                                reason -> skipped.add(
                                        new ImportPlan.Skipped(server.name(), config.client(), config.file(), reason)),
                                () -> chosen.add(candidate));
            }
        }
        return new ImportPlan(target, named(chosen, existing, ours), skipped);
    }

    WriteOutcome apply(ImportPlan plan) {
        if (plan.additions().isEmpty()) {
            return new WriteOutcome.Unchanged(target);
        }
        Optional<byte[]> before = before();
        ObjectNode content = content(before);
        if (before.isPresent() && !ConfigJson.isStrict(before.get())) {
            throw new CasysException(
                    ErrorCategory.CONFIGURATION,
                    target + " holds comments, which rewriting it would lose. Remove them, or move the file away and"
                            + " import again.");
        }
        ObjectNode servers = content.path(KEY) instanceof ObjectNode object ? object : content.putObject(KEY);
        for (ImportPlan.Addition addition : plan.additions()) {
            if (servers.has(addition.name())) {
                throw new CasysException(
                        ErrorCategory.CONFIGURATION,
                        target + " has got a server " + addition.name() + " meanwhile; import again.");
            }
            servers.set(addition.name(), addition.server().entry());
        }
        return files.replace(target, content, before, Optional.of(SafeFiles.PRIVATE));
    }

    private Optional<byte[]> before() {
        return Files.exists(target) ? Optional.of(ConfigJson.readBytes(target)) : Optional.empty();
    }

    private ObjectNode content(Optional<byte[]> before) {
        return before.map(bytes -> ConfigJson.parse(bytes, target)).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    private List<FoundServer> servers(ObjectNode ours) {
        List<FoundServer> servers = new ArrayList<>();
        for (String key : List.of(KEY, "servers")) {
            JsonNode entries = ours.path(key);
            if (!entries.isMissingNode() && !entries.isNull() && !entries.isObject()) {
                throw new CasysException(
                        ErrorCategory.CONFIGURATION, key + " in " + target + " is no object; correct it first.");
            }
            entries.properties()
                    .forEach(property -> servers.add(new FoundServer(
                            property.getKey(),
                            property.getValue() instanceof ObjectNode object
                                    ? object
                                    : JsonNodeFactory.instance.objectNode())));
        }
        return servers;
    }

    private static Optional<String> reasonToSkip(FoundServer server, List<FoundServer> existing) {
        if (!server.entry().path("command").isString() && server.address().isEmpty()) {
            return Optional.of("has neither a command nor an address");
        }
        if (isCasys(server)) {
            return Optional.of("is this gateway itself");
        }
        return existing.stream().anyMatch(server::sameAs) ? Optional.of("is there already") : Optional.empty();
    }

    /** Of servers that are the same, the one that is switched on stands for all. */
    private static Optional<String> chosenAlready(Candidate candidate, List<Candidate> chosen) {
        for (int index = 0; index < chosen.size(); index++) {
            Candidate other = chosen.get(index);
            if (!other.server().sameAs(candidate.server())) {
                continue;
            }
            if (other.server().isDisabled() && !candidate.server().isDisabled()) {
                chosen.set(index, candidate);
            }
            return Optional.of("is the same as " + other.server().name() + " of "
                    + other.client().title());
        }
        return Optional.empty();
    }

    private static List<ImportPlan.Addition> named(
            List<Candidate> chosen, List<FoundServer> existing, ObjectNode ours) {
        Set<String> disabled = new HashSet<>();
        ours.path("casys").path("builtin").path("disabled").forEach(name -> disabled.add(name.asString("")));
        Set<String> reserved = ServerNames.reserved(disabled);
        Set<String> taken = new HashSet<>(reserved);
        taken.addAll(ServerNames.assign(existing.stream().map(FoundServer::name).toList(), reserved)
                .values());
        // Two clients may use one name for two servers, so each gets a key of its own here.
        Map<String, Candidate> byKey = new LinkedHashMap<>();
        for (Candidate candidate : chosen) {
            String key = candidate.server().name();
            while (byKey.containsKey(key)) {
                key += " ";
            }
            byKey.put(key, candidate);
        }
        Map<String, String> names = ServerNames.assign(byKey.keySet(), taken);
        List<ImportPlan.Addition> additions = new ArrayList<>();
        byKey.forEach((key, candidate) -> additions.add(new ImportPlan.Addition(
                names.getOrDefault(key, key), candidate.server(), candidate.client(), candidate.file())));
        return additions;
    }

    private static boolean isCasys(FoundServer server) {
        ObjectNode entry = server.entry();
        List<String> words = new ArrayList<>();
        words.add(entry.path("command").asString(""));
        entry.path("args").forEach(argument -> words.add(argument.asString("")));
        boolean program = words.stream()
                .map(word -> word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1))
                .anyMatch(
                        name -> name.equals("casys") || name.equals("casys.cmd") || name.matches("casys-core.*\\.jar"));
        return (program && words.contains("stdio")) || isOurAddress(server);
    }

    private static boolean isOurAddress(FoundServer server) {
        try {
            URI url = new URI(server.address());
            return LOOPBACK.contains(Optional.ofNullable(url.getHost()).orElse(""))
                    && Optional.ofNullable(url.getPath()).orElse("").equals("/mcp")
                    && (url.getPort() == DEFAULT_PORT || server.name().equals("casys"));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
