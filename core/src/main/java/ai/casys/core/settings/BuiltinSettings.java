// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The tools that come with the product.
 *
 * @param disabled built-in servers that are switched off, by name
 * @param fileRoots folders that the {@code files} tools may touch
 * @param webAllow host names or CIDR blocks that the {@code web} tools may reach although they are private
 * @param webMaxBytes size limit of a fetched body
 * @param webTimeout time limit of a fetch, redirects included
 */
public record BuiltinSettings(
        Set<String> disabled, List<Path> fileRoots, Set<String> webAllow, int webMaxBytes, Duration webTimeout) {

    public BuiltinSettings {
        disabled = Set.copyOf(disabled);
        fileRoots = List.copyOf(fileRoots);
        webAllow = Set.copyOf(webAllow);
        Objects.requireNonNull(webTimeout, "webTimeout is null");
    }

    /** What holds when nothing is configured: {@code $CASYS_HOME/files} and public addresses only. */
    public static BuiltinSettings defaults(Path home) {
        return new BuiltinSettings(Set.of(), List.of(home.resolve("files")), Set.of(), 5 << 20, Duration.ofSeconds(20));
    }
}
