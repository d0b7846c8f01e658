// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.api.CallOutcome;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.FinishedSearch;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.capability.CapabilityChange;
import ai.casys.core.learning.capability.CapabilityDecisions;
import ai.casys.core.learning.capability.CapabilityMemory;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.ToolPair;
import ai.casys.shared.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that learns: takes reports out of the inbox, one after the other, and every few moments writes what has come
 * together and publishes what ranking needs. All but {@link #lost} runs on that thread.
 */
final class Learner implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Learner.class);
    private static final Duration WRITE_EVERY = Duration.ofSeconds(2);
    private static final Duration RETRY_EVERY = Duration.ofSeconds(10);
    private static final Duration PUBLISH_EVERY = Duration.ofMillis(500);
    /** Publishing takes at most one part in so many of this thread's time. */
    private static final int PUBLISH_SHARE = 25;

    /** How often it is looked whether a piece of work rests, if nothing else is to be done. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private static final Duration PRIOR_EVERY = Duration.ofHours(1);
    private static final Duration RELOAD_EVERY = Duration.ofMinutes(10);
    private static final int IDLE_ROUNDS = 20;
    private static final int MOST_PENDING = 50_000;
    private static final int MOST_TENANTS = 200;

    private final Inbox inbox;
    private final LearningParts parts;
    private final LearningOptions options;
    private final Decay decay;
    private final Fingerprints fingerprints = new Fingerprints();
    private final Map<TenantId, Tenant> tenants = new LinkedHashMap<>(16, 0.75f, true);
    private final ConcurrentHashMap<TenantId, LearnedSnapshot> snapshots;
    private final Set<TenantId> asked;
    private final RecentTools recent;
    private final AtomicLong lost = new AtomicLong();
    private List<SharedEdge> prior = List.of();
    private Instant priorDue;
    private Instant writeDue;
    private Instant publishDue;
    private Instant loadDue = Instant.EPOCH;
    private boolean ended;

    /** A tenant's memory with what is to be done about it. */
    private static final class Tenant {
        private final TenantMemory memory;
        private final Instant loaded;
        private boolean changed;

        Tenant(TenantMemory memory, Instant loaded) {
            this.memory = memory;
            this.loaded = loaded;
        }
    }

    /**
     * @param snapshots where what is known is published
     * @param asked the tenants whose rows somebody waits for
     * @param recent told of every success
     */
    Learner(
            Inbox inbox,
            LearningParts parts,
            LearningOptions options,
            ConcurrentHashMap<TenantId, LearnedSnapshot> snapshots,
            Set<TenantId> asked,
            RecentTools recent) {
        this.inbox = inbox;
        this.parts = parts;
        this.options = options;
        this.decay = new Decay(options.halfLife());
        this.snapshots = snapshots;
        this.asked = asked;
        this.recent = recent;
        priorDue = now();
        writeDue = now().plus(WRITE_EVERY);
        publishDue = now();
    }

    @Override
    public void run() {
        int quiet = 0;
        while (!ended) {
            tick();
            Optional<Inbox.Item> item = inbox.poll();
            if (item.isPresent()) {
                quiet = 0;
                take(item.get());
            } else {
                quiet++;
            }
            if (item.isEmpty() && !ended) {
                inbox.rest(quiet > IDLE_ROUNDS, longestRest());
            }
        }
    }

    private Duration longestRest() {
        if (isBehind()) {
            return WRITE_EVERY;
        }
        return tenants.values().stream().anyMatch(tenant -> tenant.memory.hasWork()) ? LOOK_EVERY : PRIOR_EVERY;
    }

    private boolean isBehind() {
        return tenants.values().stream().anyMatch(tenant -> tenant.changed || tenant.memory.pending() > 0);
    }

    private void take(Inbox.Item item) {
        try {
            switch (item) {
                case Inbox.Searched searched -> searched(searched.search());
                case Inbox.Finished finished -> finished(finished.call());
                case Inbox.Wish wish -> wish.work().run();
            }
        } catch (RuntimeException e) {
            lost.incrementAndGet();
            log.warn("a report could not be learned from", e);
        }
    }

    private void searched(FinishedSearch search) {
        tenant(search.caller().tenant()).ifPresent(tenant -> tenant.memory.searched(search));
    }

    private void finished(FinishedCall call) {
        Optional<CallOutcome> outcome = Outcomes.of(call);
        if (outcome.isEmpty()) {
            return;
        }
        if (outcome.get() == CallOutcome.SUCCEEDED) {
            recent.succeeded(call);
        }
        tenant(call.caller().tenant()).ifPresent(tenant -> {
            tenant.memory.finished(call, outcome.get());
            tenant.changed = true;
        });
    }

    /** Does what is due; cheap if nothing is. */
    private void tick() {
        Instant now = now();
        if (!now.isBefore(publishDue)) {
            long start = System.nanoTime();
            tenants.forEach((id, tenant) -> {
                if (tenant.changed) {
                    publish(id, tenant);
                }
            });
            Duration rest = Duration.ofNanos(PUBLISH_SHARE * (System.nanoTime() - start));
            publishDue = now.plus(rest.compareTo(PUBLISH_EVERY) > 0 ? rest : PUBLISH_EVERY);
        }
        if (!now.isBefore(writeDue)) {
            tenants.values().forEach(tenant -> rest(tenant, now));
            writeDue = now.plus(writeAll() ? WRITE_EVERY : RETRY_EVERY);
            release(now);
        }
        if (!now.isBefore(priorDue)) {
            priorDue = now.plus(PRIOR_EVERY);
            renewPrior();
        }
    }

    private static void rest(Tenant tenant, Instant now) {
        tenant.changed |= tenant.memory.rest(now);
    }

    /** The tenant's memory; empty, and the report lost, while its rows cannot be read. */
    private Optional<Tenant> tenant(TenantId id) {
        Tenant known = tenants.get(id);
        if (known != null && !isOutdated(known)) {
            return Optional.of(known);
        }
        if (now().isBefore(loadDue)) {
            lost.incrementAndGet();
            return Optional.empty();
        }
        try {
            return Optional.of(read(id));
        } catch (RuntimeException e) {
            loadDue = now().plus(RETRY_EVERY);
            lost.incrementAndGet();
            log.warn("what was learned cannot be read, so nothing is learned for a while: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Other processes may have learned meanwhile; what is under way here is not given up for that. */
    private boolean isOutdated(Tenant tenant) {
        Instant now = now();
        rest(tenant, now);
        return tenant.loaded.plus(RELOAD_EVERY).isBefore(now)
                && tenant.memory.pending() == 0
                && tenant.memory.isResting(now);
    }

    private Tenant read(TenantId id) {
        LearnedState state = parts.rows().load(id, options.limits(), decay);
        RunMemory runs = new RunMemory(
                state,
                decay,
                options.limits(),
                () -> parts.catalogs().apply(id),
                value -> parts.marks().of(id + "\n" + value));
        TenantMemory memory = new TenantMemory(state, decay, options.limits(), parts.vectors(), fingerprints, runs);
        Tenant tenant = new Tenant(memory, now());
        tenants.put(id, tenant);
        publish(id, tenant);
        return tenant;
    }

    void load(TenantId id) {
        if (tenant(id).isEmpty()) {
            asked.remove(id);
        }
    }

    void publish(TenantId id) {
        Tenant tenant = tenants.get(id);
        if (tenant == null) {
            read(id);
        } else {
            publish(id, tenant);
        }
    }

    private void publish(TenantId id, Tenant tenant) {
        rest(tenant, now());
        tenant.changed = false;
        snapshots.put(id, tenant.memory.snapshot(now(), priorFor(id), options.plan()));
    }

    void write(TenantId id) {
        Tenant tenant = tenants.get(id);
        if (tenant != null) {
            rest(tenant, now());
            save(id, tenant);
        }
    }

    /**
     * Unlike a report, what somebody said is not lost in silence: whoever said it hears that it could not be kept. It is
     * learned once it is written, so that saying it again then does not count twice.
     */
    void told(TenantId id, Verdict verdict) {
        Tenant known = tenants.get(id);
        Tenant tenant = known == null ? read(id) : known;
        save(id, tenant);
        IntentRecord said = tenant.memory.said(verdict, now());
        parts.rows().save(id, LearnedChanges.said(said), decay);
        tenant.memory.told(said, now());
        publish(id, tenant);
    }

    /** Does what a person decided about capabilities: all of it, or nothing if it cannot be written. */
    void decide(TenantId id, Function<CapabilityDecisions, List<CapabilityChange>> decision) {
        Tenant known = tenants.get(id);
        Tenant tenant = known == null ? read(id) : known;
        rest(tenant, now());
        save(id, tenant);
        CapabilityMemory capabilities = tenant.memory.capabilities();
        List<CapabilityChange> decided = decision.apply(capabilities.decisions());
        parts.rows().save(id, LearnedChanges.decided(decided), decay);
        capabilities.apply(decided);
        publish(id, tenant);
    }

    private void save(TenantId id, Tenant tenant) {
        if (tenant.memory.pending() == 0) {
            return;
        }
        LearnedChanges changes = tenant.memory.takeChanges();
        try {
            parts.rows().save(id, changes, decay);
        } catch (RuntimeException e) {
            tenant.memory.giveBack(changes);
            if (tenant.memory.pending() > MOST_PENDING) {
                lost.addAndGet(tenant.memory.pending());
                tenant.memory.takeChanges();
            }
            throw e;
        }
    }

    private boolean writeAll() {
        boolean written = true;
        for (Map.Entry<TenantId, Tenant> entry : tenants.entrySet()) {
            try {
                save(entry.getKey(), entry.getValue());
            } catch (RuntimeException e) {
                written = false;
                log.warn("what was learned will be written later: {}", e.getMessage());
            }
        }
        return written;
    }

    /** Tenants that were not heard of for the longest time need no memory. */
    private void release(Instant now) {
        Set<TenantId> gone = new HashSet<>();
        int surplus = tenants.size() - MOST_TENANTS;
        for (Map.Entry<TenantId, Tenant> entry : tenants.entrySet()) {
            TenantMemory memory = entry.getValue().memory;
            if (gone.size() < surplus && memory.pending() == 0 && memory.isResting(now)) {
                gone.add(entry.getKey());
            }
        }
        gone.forEach(id -> {
            tenants.remove(id);
            asked.remove(id);
            snapshots.remove(id);
        });
    }

    void erase(TenantId id) {
        parts.rows().erase(id);
        tenants.remove(id);
        snapshots.remove(id);
        asked.remove(id);
    }

    private void renewPrior() {
        try {
            int shared = parts.rows().renewPrior(options.sharedBy(), decay);
            prior = parts.rows().prior();
            tenants.values().forEach(tenant -> tenant.changed = true);
            log.debug("{} edges are shared by enough tenants", shared);
        } catch (RuntimeException e) {
            log.warn("what tenants share could not be worked out; it is tried again in an hour: {}", e.getMessage());
        }
    }

    private Map<ToolPair, Double> priorFor(TenantId id) {
        if (prior.isEmpty()) {
            return Map.of();
        }
        Map<String, ToolKey> byHash = new HashMap<>();
        for (CatalogTool tool : parts.catalogs().apply(id).tools()) {
            byHash.putIfAbsent(tool.hash(), tool.key());
        }
        Map<ToolPair, Double> known = new HashMap<>();
        for (SharedEdge edge : prior) {
            ToolKey from = byHash.get(edge.from());
            ToolKey to = byHash.get(edge.to());
            if (from != null && to != null) {
                known.put(new ToolPair(from, to), edge.probability());
            }
        }
        return known;
    }

    void end() {
        tenants.values().forEach(tenant -> tenant.memory.restAll());
        writeAll();
        ended = true;
    }

    /** Reports of which nothing was learned, or not to be kept. Any thread may ask. */
    long lost() {
        return lost.get();
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
