// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.shared.identity.TenantId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last rankings over one state of an index, as many as fit into some memory: agents ask the same again, and then
 * little more is to be done than to add what was learned meanwhile. Each tenant has its own, so that the time an answer
 * takes does not tell what others asked. Safe for any number of threads.
 */
final class RecentRankings {

    /** Numbers of four bytes in all, for some 15 rankings among 17,000 tools. */
    static final long USUAL = 4L << 20;

    private final long most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Asked, TextRanking> rankings = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    /** @param most numbers of four bytes in all */
    RecentRankings(long most) {
        this.most = most;
    }

    /**
     * What was asked.
     *
     * @param tenant by whom; those without one share
     * @param models whose vectors the intent has
     */
    record Asked(Optional<TenantId> tenant, String intent, List<String> models, RankingWeights weights) {
        static Asked of(Optional<TenantId> tenant, IntentTexts intent, RankingWeights weights) {
            return new Asked(tenant, intent.texts().getFirst(), intent.models(), weights);
        }
    }

    /** What was put, if it was made of these tools and vectors. */
    Optional<TextRanking> get(Asked asked, Visible visible, DenseRows rows) {
        lock.lock();
        try {
            return Optional.ofNullable(rankings.get(asked)).filter(ranking -> ranking.isOf(visible, rows));
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a ranking, in place of those that were used the longest time ago. One that is too large is not kept. */
    void put(Asked asked, TextRanking ranking) {
        if (ranking.size() > most) {
            return;
        }
        lock.lock();
        try {
            TextRanking before = rankings.put(asked, ranking);
            size += ranking.size() - (before == null ? 0 : before.size());
            for (Iterator<TextRanking> eldest = rankings.values().iterator(); size > most; ) {
                size -= eldest.next().size();
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all. */
    void clear() {
        lock.lock();
        try {
            rankings.clear();
            size = 0;
        } finally {
            lock.unlock();
        }
    }
}
