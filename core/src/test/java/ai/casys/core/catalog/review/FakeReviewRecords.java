// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.review;

import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.catalog.safety.ToolPin;
import ai.casys.core.catalog.store.ToolChange;
import ai.casys.core.catalog.store.ToolChangeQuery;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records that end with the test. */
public final class FakeReviewRecords implements ReviewRecords {

    public final Map<ToolKey, RawJson> definitions = new ConcurrentHashMap<>();
    public final List<ToolChange> changes = new CopyOnWriteArrayList<>();

    @Override
    public Optional<RawJson> pinnedDefinition(ToolKey key) {
        return Optional.ofNullable(definitions.get(key));
    }

    @Override
    public ToolPin approve(CatalogTool tool, String by) {
        definitions.put(tool.key(), tool.tool().definition());
        return new ToolPin(
                tool.key(), tool.hash(), Instant.EPOCH, true, Optional.of(new ToolPin.Approval(Instant.EPOCH, by)));
    }

    @Override
    public List<ToolChange> changes(ToolChangeQuery query) {
        return changes.stream()
                .filter(change ->
                        query.server().map(change.key().server()::equals).orElse(true))
                .filter(change -> query.tool().map(change.key().tool()::equals).orElse(true))
                .limit(query.limit())
                .toList();
    }
}
