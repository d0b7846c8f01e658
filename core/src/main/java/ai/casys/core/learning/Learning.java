// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.api.FinishedCall;
import ai.casys.core.api.FinishedSearch;
import ai.casys.core.api.RunListener;
import ai.casys.core.catalog.ToolKey;
import ai.casys.core.learning.capability.Capabilities;
import ai.casys.core.learning.graph.Decay;
import ai.casys.core.learning.graph.ToolGraph;
import ai.casys.shared.identity.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from searches and calls. Reports go into a bounded inbox and cost their thread no more than that; one thread
 * ({@link Learner}) takes them out, keeps each tenant's memory, writes it in batches and publishes snapshots, so that
 * nothing here needs a lock. Safe for any number of threads.
 */
public final class Learning implements RunListener, LearnedData, LearnedSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Learning.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Inbox inbox = new Inbox();
    private final RecentTools recent = new RecentTools();
    private final ConcurrentHashMap<TenantId, LearnedSnapshot> snapshots = new ConcurrentHashMap<>();
    private final Set<TenantId> asked = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LearningParts parts;
    private final LearningOptions options;
    private final Learner learner;
    private final Thread thread;

    private Learning(LearningParts parts, LearningOptions options) {
        this.parts = Objects.requireNonNull(parts, "parts is null");
        this.options = Objects.requireNonNull(options, "options is null");
        learner = new Learner(inbox, parts, options, snapshots, asked, recent);
        thread = Thread.ofPlatform().daemon().name("learning").unstarted(learner);
    }

    /** Begins to learn. */
    public static Learning start(LearningParts parts, LearningOptions options) {
        Learning learning = new Learning(parts, options);
        learning.thread.start();
        return learning;
    }

    @Override
    public void searched(FinishedSearch search) {
        if (!closed.get()) {
            inbox.put(search);
        }
    }

    @Override
    public void finished(FinishedCall call) {
        if (!closed.get()) {
            inbox.put(call);
        }
    }

    /**
     * What a tenant has learned, as of a moment ago. Returns at once: the first time a tenant is asked for, nothing is
     * known yet and its rows are read in the background.
     */
    @Override
    public LearnedSnapshot snapshot(TenantId tenant) {
        LearnedSnapshot snapshot = snapshots.get(tenant);
        if (snapshot != null) {
            return snapshot;
        }
        if (!closed.get() && asked.add(tenant)) {
            inbox.put(new Inbox.Wish(() -> learner.load(tenant)));
        }
        return LearnedSnapshot.EMPTY;
    }

    @Override
    public List<ToolKey> recent(Caller caller, String run) {
        return recent.of(caller, run, parts.clock().instant());
    }

    /**
     * {@link #snapshot}, with everything that was reported before. Waits for it.
     *
     * @throws CasysException {@code UNAVAILABLE} if the database is away or the engine stops, {@code TIMEOUT} if it takes
     *     too long
     */
    public LearnedSnapshot settled(TenantId tenant) {
        perform(() -> learner.publish(tenant));
        return snapshot(tenant);
    }

    @Override
    public Capabilities capabilities() {
        return new TenantCapabilities(
                this, parts, (tenant, decision) -> perform(() -> learner.decide(tenant, decision)));
    }

    @Override
    public ToolGraph graph(TenantId tenant) {
        return settled(tenant).graph();
    }

    @Override
    public LearnedState export(TenantId tenant) {
        perform(() -> learner.write(tenant));
        return parts.rows().load(tenant, options.limits(), new Decay(options.halfLife()));
    }

    @Override
    public void told(TenantId tenant, Verdict verdict) {
        perform(() -> learner.told(tenant, verdict));
    }

    @Override
    public void erase(TenantId tenant) {
        perform(() -> learner.erase(tenant));
        log.info("everything learned for tenant {} was erased", tenant);
    }

    /** How many reports were lost because too many came at once or the database was away for too long. */
    public long lost() {
        return inbox.lost() + learner.lost();
    }

    private void perform(Runnable work) {
        if (closed.get()) {
            throw stopping();
        }
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        inbox.put(new Inbox.Wish(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                failure.set(e);
            } finally {
                done.countDown();
            }
        }));
        try {
            if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CasysException(
                        ErrorCategory.TIMEOUT, "what was learned is still being written; try again in a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasysException(ErrorCategory.CANCELLED, "interrupted", e);
        }
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }

    private static CasysException stopping() {
        return new CasysException(ErrorCategory.UNAVAILABLE, "the gateway is shutting down; try again when it is back");
    }

    /** Learns from what was reported so far, writes it, and ends. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        inbox.put(new Inbox.Wish(learner::end));
        try {
            if (!thread.join(LAST_WORDS)) {
                log.warn("what was learned last could not be written within {}", LAST_WORDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
