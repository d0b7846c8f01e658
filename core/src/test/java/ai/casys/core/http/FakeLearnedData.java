// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.LearnedData;
import ai.casys.core.learning.LearnedState;
import ai.casys.core.learning.Verdict;
import ai.casys.core.learning.capability.Capabilities;
import ai.casys.core.learning.graph.EdgeKey;
import ai.casys.core.learning.graph.GraphParts;
import ai.casys.core.learning.graph.Tally;
import ai.casys.core.learning.graph.ToolEdge;
import ai.casys.core.learning.graph.ToolGraph;
import ai.casys.shared.identity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One edge for every tenant, until it is erased. */
public final class FakeLearnedData implements LearnedData {

    private static final EdgeKey EDGE = EdgeKey.sequence(new ToolKey("files", "read"), new ToolKey("csv", "parse"));
    private static final Tally ONCE = Tally.success(Instant.EPOCH);

    private final Capabilities capabilities = new FakeCapabilities();
    private final Set<TenantId> erased = ConcurrentHashMap.newKeySet();
    private final List<Verdict> said = new CopyOnWriteArrayList<>();

    @Override
    public LearnedState export(TenantId tenant) {
        return new LearnedState(
                Map.of(),
                erased.contains(tenant) ? Map.of() : Map.of(EDGE, ONCE),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    @Override
    public ToolGraph graph(TenantId tenant) {
        return erased.contains(tenant)
                ? ToolGraph.EMPTY
                : new ToolGraph(new GraphParts(Map.of(), List.of(new ToolEdge(EDGE, ONCE)), Map.of()));
    }

    @Override
    public void told(TenantId tenant, Verdict verdict) {
        said.add(verdict);
    }

    /** What was said, in its order. */
    public List<Verdict> said() {
        return List.copyOf(said);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void erase(TenantId tenant) {
        erased.add(tenant);
    }
}
