// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import ai.casys.core.api.CasysException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The way into this package: finds the clients' configuration files, imports their servers into ours, and writes the
 * gateway into theirs. Every change leaves a backup and is whole or not at all. Not for use by several threads on the
 * same files.
 */
public final class ClientConfigs {

    /** Where a gateway with default settings is. */
    public static final CasysEntry.Address DEFAULT_ADDRESS =
            new CasysEntry.Address(URI.create("http://127.0.0.1:3003/mcp"));

    private final SafeFiles files;

    /** The clock dates the backups. */
    public ClientConfigs(Clock clock) {
        this.files = new SafeFiles(Objects.requireNonNull(clock, "clock is null"));
    }

    /**
     * The configuration files there are, of all clients, first those that hold everywhere, then those of the folder. A
     * file that cannot be read is among them with its problem.
     */
    public List<FoundConfig> find(Path userHome, Path folder, OperatingSystem system) {
        List<FoundConfig> found = new ArrayList<>();
        Set<Path> seen = new LinkedHashSet<>();
        for (Client client : Client.values()) {
            ClientConfigReader reader = new ClientConfigReader(client, userHome);
            for (Path file : client.userFiles(userHome, system)) {
                if (Files.exists(file) && seen.add(file)) {
                    found.add(reader.read(file, userHome));
                }
            }
            for (Path file : client.projectFiles(folder)) {
                if (Files.exists(file) && seen.add(file)) {
                    found.add(reader.read(file, folder));
                }
            }
        }
        return List.copyOf(found);
    }

    /**
     * What importing these into our file would do; changes nothing.
     *
     * @param target our configuration file, which need not exist
     * @throws CasysException (CONFIGURATION) when our file exists and is no JSON object
     */
    public ImportPlan plan(List<FoundConfig> found, Path target) {
        return new ServerImport(files, target).plan(found);
    }

    /**
     * Carries out a plan: adds the servers to our file, mode 0600, everything else in it kept.
     *
     * @throws CasysException (CONFIGURATION) when our file holds comments, which would be lost, or has got a server of
     *     the same name since the plan was made; the file is then as it was
     */
    public WriteOutcome apply(ImportPlan plan) {
        return new ServerImport(files, plan.target()).apply(plan);
    }

    /**
     * Writes one server {@code casys} into the client's file, everything else in it kept.
     *
     * @throws CasysException (INVALID_INPUT) when the client cannot do with such an entry, (CONFIGURATION) when its file
     *     cannot be read or written
     */
    public WriteOutcome addCasysEntry(FoundConfig config, CasysEntry entry) {
        return new CasysEntryWriter(files).write(config, entry);
    }
}
