// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
package ai.casys.connector.local;

import java.util.Objects;

/** How one server fared. */
public sealed interface ServerReport {

    /** The name of the server in its file. */
    String name();

    /** It opened a connection and listed its tools. */
    record Working(String name, String protocolVersion, int tools, long millis) implements ServerReport {
        public Working {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(protocolVersion, "protocolVersion is null");
        }
    }

    /** It did not. */
    record Broken(String name, String problem, String remedy) implements ServerReport {
        public Broken {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(problem, "problem is null");
            Objects.requireNonNull(remedy, "remedy is null");
        }
    }

    /** There was nothing to check. */
    record Skipped(String name, String reason) implements ServerReport {
        public Skipped {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(reason, "reason is null");
        }
    }
}
