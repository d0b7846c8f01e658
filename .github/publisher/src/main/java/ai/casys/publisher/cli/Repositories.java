// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.publisher.cli;

import ai.casys.publisher.publishing.Request;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what to publish from and where to. */
final class Repositories {
    @Option(
            names = "--private",
            paramLabel = "DIR",
            required = true,
            description = "the private repository: its working tree or its bare folder, with the whole history")
    @SuppressWarnings("NullAway.Init")
    private Path privateFolder;

    @Option(names = "--public", paramLabel = "URL|DIR", required = true, description = "the public repository")
    @SuppressWarnings("NullAway.Init")
    private String publicRepository;

    @Option(names = "--branch", paramLabel = "NAME", description = "the branch, on both sides (default: main)")
    private String branch = "main";

    @Option(
            names = "--full",
            description = "translate the whole history again instead of taking up where the public one ends")
    private boolean full;

    @Option(
            names = "--revision",
            paramLabel = "REVISION",
            description = "plan for this private commit instead of the branch")
    private @Nullable String revision;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    Path privateFolder() {
        return privateFolder.toAbsolutePath().normalize();
    }

    /** An address, or where a folder of this machine is, seen from where the program was started. */
    String publicRepository() {
        try {
            Path local = Path.of(publicRepository);
            return Files.isDirectory(local) ? local.toAbsolutePath().normalize().toString() : publicRepository;
        } catch (InvalidPathException _) {
            return publicRepository;
        }
    }

    String branch() {
        return branch;
    }

    Request request(Map<String, String> environment) {
        String stopped = environment.getOrDefault("PUBLICATION_STOPPED", "").strip();
        return new Request(
                privateFolder(),
                publicRepository(),
                branch,
                Optional.ofNullable(revision),
                full,
                stopped.isEmpty() ? Optional.empty() : Optional.of(stopped));
    }
}
