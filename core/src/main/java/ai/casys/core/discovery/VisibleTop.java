// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.catalog.CatalogTool;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.jspecify.annotations.Nullable;

/** Keeps the best of the tools that the caller may see; one that is hidden never takes a place. */
final class VisibleTop implements Collector {

    record Scored(int document, CatalogTool tool, float score) {}

    private static final Comparator<Scored> BEST_FIRST = Comparator.comparingDouble(Scored::score)
            .reversed()
            .thenComparing(scored -> scored.tool().key());

    private final @Nullable CatalogTool[] tools;
    private final Predicate<CatalogTool> visible;
    private final int limit;
    private final PriorityQueue<Scored> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
    private int total;

    private VisibleTop(@Nullable CatalogTool[] tools, Predicate<CatalogTool> visible, int limit) {
        this.tools = tools;
        this.visible = visible;
        this.limit = limit;
    }

    /** Makes the one collector of a search; searches here are never split over threads. */
    static final class Making implements CollectorManager<VisibleTop, VisibleTop> {
        private final @Nullable CatalogTool[] tools;
        private final Predicate<CatalogTool> visible;
        private final int limit;

        /** @param tools by document number; handed over, not changed by anyone */
        Making(@Nullable CatalogTool[] tools, Predicate<CatalogTool> visible, int limit) {
            this.tools = tools;
            this.visible = visible;
            this.limit = limit;
        }

        @Override
        public VisibleTop newCollector() {
            return new VisibleTop(tools, visible, limit);
        }

        @Override
        public VisibleTop reduce(Collection<VisibleTop> collectors) {
            VisibleTop all = newCollector();
            for (VisibleTop collector : collectors) {
                all.total += collector.total;
                collector.worstFirst.forEach(all::offer);
            }
            return all;
        }
    }

    int total() {
        return total;
    }

    List<Scored> bestFirst() {
        return worstFirst.stream().sorted(BEST_FIRST).toList();
    }

    /** Numbers of the kept documents, ascending. */
    List<Integer> documents() {
        return worstFirst.stream().map(Scored::document).sorted().toList();
    }

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext leaf) {
        return new LeafTop(leaf.docBase);
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE;
    }

    private void offer(Scored scored) {
        worstFirst.add(scored);
        if (worstFirst.size() > limit) {
            worstFirst.poll();
        }
    }

    /** Collects one segment; Lucene sets the scorer before the first document. */
    private final class LeafTop implements LeafCollector {
        private final int base;
        private @Nullable Scorable scorer;

        LeafTop(int base) {
            this.base = base;
        }

        @Override
        public void setScorer(Scorable newScorer) {
            scorer = newScorer;
        }

        @Override
        public void collect(int document) throws IOException {
            CatalogTool tool = tools[base + document];
            if (tool == null || !visible.test(tool)) {
                return;
            }
            total++;
            offer(new Scored(
                    base + document, tool, Objects.requireNonNull(scorer).score()));
        }
    }
}
