// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import ai.casys.core.api.CasysException;
import ai.casys.core.settings.ConfigJson;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a client's configuration file and turns its entries into ours. A file that is not as expected is a problem. */
final class ClientConfigReader {

    private final Client client;
    private final EntryTranslation translation;

    ClientConfigReader(Client client, Path userHome) {
        this.client = client;
        this.translation = new EntryTranslation(client, userHome);
    }

    /** Reads it; relative paths in it start from the folder. */
    FoundConfig read(Path file, Path folder) {
        try {
            byte[] bytes = ConfigJson.readBytes(file);
            ObjectNode content = client == Client.CODEX ? Toml.parse(bytes, file) : ConfigJson.parse(bytes, file);
            List<FoundServer> servers = new ArrayList<>();
            collect(content.path(client.serversKey()), folder, servers);
            if (client == Client.CLAUDE_CODE) {
                collectProjects(content.path("projects"), servers);
            }
            return new FoundConfig(client, file, servers, Optional.empty());
        } catch (CasysException e) {
            return new FoundConfig(client, file, List.of(), Optional.of(e.getMessage()));
        }
    }

    private void collect(JsonNode entries, Path folder, List<FoundServer> servers) {
        if (!entries.isObject()) {
            return;
        }
        entries.properties().forEach(property -> {
            if (property.getValue() instanceof ObjectNode entry) {
                servers.add(new FoundServer(property.getKey(), translation.translate(entry, folder)));
            }
        });
    }

    private void collectProjects(JsonNode projects, List<FoundServer> servers) {
        if (!projects.isObject()) {
            return;
        }
        projects.properties().forEach(project -> {
            try {
                Path folder = Path.of(project.getKey());
                if (folder.isAbsolute() && Files.isDirectory(folder)) {
                    collect(project.getValue().path("mcpServers"), folder, servers);
                }
            } catch (InvalidPathException e) {
                // A project of another system in a copied file: its servers cannot run here.
            }
        });
    }
}
