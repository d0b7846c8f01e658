// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import ai.casys.shared.jsonrpc.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The result of {@code server/discover}, from revision 2026-07-28.
 *
 * @param supportedVersions the revisions the server speaks, unknown ones included
 * @param capabilities what the server can do, an object
 * @param serverInfo who the server is; it travels in {@code _meta}
 * @param instructions how to use the server, for a model to read
 * @param raw the result as it came
 */
public record DiscoverResult(
        List<String> supportedVersions,
        RawJson capabilities,
        Implementation serverInfo,
        Optional<String> instructions,
        RawJson raw) {

    public DiscoverResult {
        supportedVersions = List.copyOf(supportedVersions);
        Objects.requireNonNull(capabilities, "capabilities is null");
        Objects.requireNonNull(serverInfo, "serverInfo is null");
        Objects.requireNonNull(instructions, "instructions is null");
        Objects.requireNonNull(raw, "raw is null");
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if {@code supportedVersions} is missing, which no modern server does
     */
    public static DiscoverResult parse(RawJson result) {
        JsonNode tree = result.tree();
        JsonNode versions = tree.path("supportedVersions");
        if (!versions.isArray()) {
            throw new IllegalArgumentException("the result of \"server/discover\" needs \"supportedVersions\"");
        }
        List<String> supported = new ArrayList<>();
        for (JsonNode version : versions) {
            if (version.isString()) {
                supported.add(version.asString());
            }
        }
        return new DiscoverResult(
                supported,
                Members.object(tree, "capabilities"),
                Members.implementation(tree.path(MetaKeys.META).path(MetaKeys.SERVER_INFO)),
                Members.text(tree, "instructions"),
                result);
    }
}
