// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import ai.casys.shared.jsonrpc.RawArray;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RawObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One page of {@code tools/list}.
 *
 * @param tools the definitions as they came, not yet judged: {@link Tool#parse} judges each
 * @param nextCursor where the next page begins; absent on the last one
 * @param raw the result as it came
 */
public record ListToolsResult(List<RawJson> tools, Optional<String> nextCursor, RawJson raw) {

    public ListToolsResult {
        tools = List.copyOf(tools);
        Objects.requireNonNull(nextCursor, "nextCursor is null");
        Objects.requireNonNull(raw, "raw is null");
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if there is no array {@code tools}
     */
    public static ListToolsResult parse(RawJson result) {
        RawObject members = RawObject.of(result);
        RawJson tools = members.get("tools")
                .orElseThrow(() -> new IllegalArgumentException("the result of \"tools/list\" needs \"tools\""));
        Optional<String> next = members.get("nextCursor")
                .map(RawJson::tree)
                .filter(node -> node.isString())
                .map(node -> node.asString())
                .filter(text -> !text.isEmpty());
        return new ListToolsResult(RawArray.elements(tools), next, result);
    }
}
