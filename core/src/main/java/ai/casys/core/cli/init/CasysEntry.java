// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli.init;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/** How a client is to reach the gateway. */
public sealed interface CasysEntry {

    /** By address; the gateway must run already. */
    record Address(URI url) implements CasysEntry {
        public Address {
            Objects.requireNonNull(url, "url is null");
        }
    }

    /** By starting {@code casys stdio}, which starts the gateway when there is none. */
    record Program(Path script) implements CasysEntry {
        public Program {
            if (!script.isAbsolute()) {
                throw new IllegalArgumentException("The script " + script + " must be an absolute path");
            }
        }
    }
}
