// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after everything that waits for a client: one thread visits all of them a few times a second, so none needs a
 * thread or a timer of its own. Started and closed once; the set may be changed by any thread.
 */
final class Patrol implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);

    /** Something with a deadline. */
    @FunctionalInterface
    interface Post {
        /** Looks whether something is due; must not block. Called on the patrol's thread. */
        void visit(long nowNanos);
    }

    /** Ends the visits. */
    @FunctionalInterface
    interface Stay extends AutoCloseable {
        @Override
        void close();
    }

    private final Set<Post> posts = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Duration pause;

    Patrol(Duration pause) {
        this.pause = pause;
    }

    void start() {
        Thread.ofPlatform().daemon().name("http-patrol").start(this::walk);
    }

    /** Visits the post until the stay is closed. */
    Stay watch(Post post) {
        posts.add(post);
        return () -> posts.remove(post);
    }

    @Override
    public void close() {
        over.countDown();
    }

    private void walk() {
        try {
            while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                posts.forEach(post -> visit(post, now));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void visit(Post post, long now) {
        try {
            post.visit(now);
        } catch (RuntimeException e) {
            LOG.warn("a deadline could not be looked after", e);
        }
    }
}
