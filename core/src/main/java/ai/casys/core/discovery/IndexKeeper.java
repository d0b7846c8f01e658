// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.catalog.Catalog;
import ai.casys.core.catalog.CatalogSnapshot;
import ai.casys.core.catalog.CatalogSubscription;
import ai.casys.core.catalog.CatalogTool;
import ai.casys.core.catalog.ToolKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the word index at the newest snapshot of the catalogue. Its one daemon thread owns all writing; of snapshots
 * that come while it works only the last is taken. Lucene is first touched on that thread, so starting costs the caller
 * nothing. A pass that fails is logged and tried again as a build from nothing, at the next change.
 */
final class IndexKeeper {

    private static final Logger log = LoggerFactory.getLogger(IndexKeeper.class);

    private final PartWeights weights;
    private final VectorKeeper vectors;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private CatalogSnapshot wanted;
    private CatalogSnapshot done = CatalogSnapshot.EMPTY;
    private boolean passed;
    private boolean failed;
    private boolean closed;

    // Read without the lock: busy searches must not queue in front of the thread that brings the index forward.
    private volatile @Nullable LexicalIndex index;
    private @Nullable CatalogSubscription subscription;

    private IndexKeeper(CatalogSnapshot first, PartWeights weights, VectorKeeper vectors) {
        this.wanted = first;
        this.weights = weights;
        this.vectors = vectors;
    }

    /** @param vectors told of every new state; closed by whoever made it */
    static IndexKeeper start(Catalog catalog, PartWeights weights, VectorKeeper vectors) {
        IndexKeeper keeper = new IndexKeeper(catalog.snapshot(), weights, vectors);
        keeper.subscription = catalog.subscribe(change -> keeper.want(change.snapshot()));
        // A change between the two lines above would otherwise be missed.
        keeper.want(catalog.snapshot());
        Thread.ofPlatform().daemon().name("casys-tool-index").start(keeper::run);
        return keeper;
    }

    /**
     * The index, after its first pass.
     *
     * @throws CasysException {@code UNAVAILABLE} or {@code CANCELLED}
     */
    LexicalIndex index(Duration timeout) {
        LexicalIndex ready = index;
        return ready == null ? firstIndex(timeout) : ready;
    }

    private LexicalIndex firstIndex(Duration timeout) {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (!closed && !failed && !passed) {
                if (left <= 0) {
                    throw unavailable("the tool index is still being built; try again in a few seconds");
                }
                left = moved.awaitNanos(left);
            }
            if (closed) {
                throw unavailable("the gateway is shutting down; search again when it is back");
            }
            LexicalIndex ready = index;
            if (ready == null || !passed) {
                throw unavailable("the tool index could not be built (the log says why); search by name instead");
            }
            return ready;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasysException(ErrorCategory.CANCELLED, "the search was cancelled", e);
        } finally {
            lock.unlock();
        }
    }

    long indexedRevision() {
        lock.lock();
        try {
            return done.revision();
        } finally {
            lock.unlock();
        }
    }

    boolean await(long revision, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (!(passed && done.revision() >= revision)) {
                if (closed || left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        CatalogSubscription ending = subscription;
        if (ending != null) {
            ending.close();
        }
        lock.lock();
        try {
            closed = true;
            index = null;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void want(CatalogSnapshot snapshot) {
        lock.lock();
        try {
            if (snapshot.revision() > wanted.revision()) {
                wanted = snapshot;
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            follow();
        } finally {
            // Whatever ended this thread, nobody may go on waiting for it.
            gaveUp();
        }
    }

    private void follow() {
        LexicalIndex current = null;
        CatalogSnapshot before = CatalogSnapshot.EMPTY;
        Optional<CatalogSnapshot> next = next(before, false);
        while (next.isPresent()) {
            CatalogSnapshot after = next.get();
            try {
                long start = System.nanoTime();
                if (current == null) {
                    current = new LexicalIndex(weights, vectors::rows);
                    before = CatalogSnapshot.EMPTY;
                }
                pass(current, before, after);
                before = after;
                // First, so that who waits for this revision and then for its vectors does not miss them.
                vectors.follow(current);
                finished(current, after);
                log.debug(
                        "indexed {} tools at revision {} in {} ms",
                        after.tools().size(),
                        after.revision(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            } catch (IOException | RuntimeException e) {
                log.error("the tool index could not take over revision {}", after.revision(), e);
                // The old state goes on answering until a rebuilt one takes its place.
                current = null;
                gaveUp();
            }
            next = next(after, current == null);
        }
        shut(current);
    }

    private static void pass(LexicalIndex index, CatalogSnapshot before, CatalogSnapshot after) throws IOException {
        List<CatalogTool> put = new ArrayList<>();
        for (CatalogTool tool : after.tools()) {
            boolean known = before.tool(tool.key())
                    .filter(old -> old.hash().equals(tool.hash()))
                    .isPresent();
            if (!known) {
                put.add(tool);
            }
        }
        List<ToolKey> gone = before.tools().stream()
                .map(CatalogTool::key)
                .filter(key -> after.tool(key).isEmpty())
                .toList();
        index.apply(after::tool, put, gone);
    }

    /** Waits for a snapshot that is not yet indexed; the very first call gets the first one at once. */
    private Optional<CatalogSnapshot> next(CatalogSnapshot last, boolean afterFailure) {
        lock.lock();
        try {
            while (!closed && (passed || afterFailure || failed) && wanted.revision() <= last.revision()) {
                moved.awaitUninterruptibly();
            }
            return closed ? Optional.empty() : Optional.of(wanted);
        } finally {
            lock.unlock();
        }
    }

    private void finished(LexicalIndex current, CatalogSnapshot snapshot) {
        lock.lock();
        try {
            index = closed ? null : current;
            done = snapshot;
            passed = true;
            failed = false;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void gaveUp() {
        lock.lock();
        try {
            failed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void shut(@Nullable LexicalIndex current) {
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (IOException e) {
            log.warn("the tool index could not be closed", e);
        }
    }

    private static CasysException unavailable(String message) {
        return new CasysException(ErrorCategory.UNAVAILABLE, message);
    }
}
