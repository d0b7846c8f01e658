// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.store;

import static ai.casys.core.storage.generated.Tables.LEARNED_PRIOR;

import ai.casys.core.learning.graph.Decay;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Works out which tools go together for many tenants, in one transaction of the system's role. Tools are the same if
 * their definitions are, byte for byte, and are known by the definition's hash alone. Each tenant has one vote on a pair,
 * its own probability of it; what comes out is the k-th highest vote, so that k tenants stand behind every value and no
 * single one can raise it above what k - 1 others also have. A pair with fewer votes leaves no row.
 */
final class PriorRenewal {

    /** Any number that nobody else uses: one process at a time is enough. */
    private static final long LOCK = 7_233_174_018_640_921L;

    /** Less than this says nothing, and would make rows of a single chance. */
    private static final double LEAST_PROBABILITY = 0.05;

    private static final int MOST_ROWS = 100_000;

    private static final String RENEW = """
            WITH fresh AS (
                SELECT e.tenant_id, e.from_server, e.from_tool, e.to_server, e.to_tool,
                       e.successes * power(0.5::float8, least(60, greatest(0,
                           extract(epoch FROM {0} - e.changed_at)::float8 / {1})))
                           * (e.successes + 2) / (e.successes + e.failures + 2) AS credit
                  FROM casys.learned_edge e
                 WHERE e.kind = 'sequence'
            ), either AS (
                SELECT tenant_id, from_server AS given_server, from_tool AS given_tool,
                       to_server AS other_server, to_tool AS other_tool, credit FROM fresh
                UNION ALL
                SELECT tenant_id, to_server, to_tool, from_server, from_tool, credit FROM fresh
            ), vote AS (
                SELECT e.tenant_id, g.content_hash AS from_hash, o.content_hash AS to_hash,
                       least(1, sum(e.credit) / (1 + max(t.uses * power(0.5::float8, least(60, greatest(0,
                           extract(epoch FROM {0} - t.changed_at)::float8 / {1})))))) AS probability
                  FROM either e
                  JOIN casys.catalog_tool g ON g.tenant_id = e.tenant_id AND g.server = e.given_server
                       AND g.name = e.given_tool AND g.gone_at IS NULL
                  JOIN casys.catalog_tool o ON o.tenant_id = e.tenant_id AND o.server = e.other_server
                       AND o.name = e.other_tool AND o.gone_at IS NULL
                  JOIN casys.learned_tool t ON t.tenant_id = e.tenant_id AND t.server = e.given_server
                       AND t.tool = e.given_tool
                 WHERE g.content_hash <> o.content_hash
                 GROUP BY e.tenant_id, g.content_hash, o.content_hash
            ), ranked AS (
                SELECT from_hash, to_hash, probability,
                       row_number() OVER (PARTITION BY from_hash, to_hash ORDER BY probability DESC) AS place
                  FROM vote
                 WHERE probability >= {2}
            )
            INSERT INTO casys.learned_prior (from_hash, to_hash, probability)
            SELECT from_hash, to_hash, probability FROM ranked WHERE place = {3}
             ORDER BY probability DESC LIMIT {4}
            """;

    private final DSLContext context;
    private final Decay decay;
    private final Instant now;

    PriorRenewal(DSLContext context, Decay decay, Instant now) {
        this.context = context;
        this.decay = decay;
        this.now = now;
    }

    /** @param leastTenants 2 or more, or 0 for no prior at all */
    int renew(int leastTenants) {
        Boolean mine = context.fetchValue(DSL.field("pg_try_advisory_xact_lock({0})", Boolean.class, DSL.inline(LOCK)));
        if (!Boolean.TRUE.equals(mine)) {
            return context.fetchCount(LEARNED_PRIOR);
        }
        context.deleteFrom(LEARNED_PRIOR).execute();
        if (leastTenants < 2) {
            return 0;
        }
        return context.execute(
                RENEW,
                DSL.val(OffsetDateTime.ofInstant(now, ZoneOffset.UTC)),
                DSL.inline(decay.halfLife().toMillis() / 1000.0),
                DSL.inline(LEAST_PROBABILITY),
                DSL.inline(leastTenants),
                DSL.inline(MOST_ROWS));
    }
}
