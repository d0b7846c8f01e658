// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import java.util.Objects;

/** Name and version of a client or a server, as it introduces itself. */
public record Implementation(String name, String version) {
    public Implementation {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(version, "version is null");
    }

    /** The two as a JSON object. */
    public RawJson toRawJson() {
        return RawObject.EMPTY.with("name", name).with("version", version).toRawJson();
    }
}
