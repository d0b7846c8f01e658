// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What an import would do.
 *
 * @param target our configuration file
 * @param additions the servers to add to it
 * @param skipped the servers left out, and why
 */
public record ImportPlan(Path target, List<Addition> additions, List<Skipped> skipped) {

    public ImportPlan {
        Objects.requireNonNull(target, "target is null");
        additions = List.copyOf(additions);
        skipped = List.copyOf(skipped);
    }

    /**
     * A server to add.
     *
     * @param name its name here, {@code [a-z0-9][a-z0-9-]{0,31}}
     * @param file where it was found
     */
    public record Addition(String name, FoundServer server, Client client, Path file) {}

    /**
     * A server left out.
     *
     * @param name the client's name for it
     * @param file where it was found
     * @param reason half a sentence, such as {@code is there already}
     */
    public record Skipped(String name, Client client, Path file, String reason) {}
}
