// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import java.nio.file.Path;
import java.util.Optional;

/** What became of a file that was to be changed. */
public sealed interface WriteOutcome {

    /**
     * It was changed.
     *
     * @param backup the file as it was, empty when there was none
     */
    record Written(Path file, Optional<Path> backup) implements WriteOutcome {}

    /** It says so already. */
    record Unchanged(Path file) implements WriteOutcome {}

    /**
     * It was left alone, since a change would lose something.
     *
     * @param reason a sentence for a person
     * @param snippet what to write into the file by hand; holds no secrets
     */
    record LeftAlone(Path file, String reason, String snippet) implements WriteOutcome {}
}
