// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.ProgressListener;
import ai.casys.shared.mcp.ProgressParams;
import ai.casys.shared.transport.CallListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the progress of one call from the thread that reads the server's messages to the caller, on a virtual thread of
 * its own: a caller that listens slowly must not stop the answers of other calls. When the caller does not keep up,
 * progress is left out; what is told is told in order, and nothing after {@link #close}.
 */
final class ProgressRelay implements CallListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressRelay.class);
    private static final int WAITING = 8_192;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ProgressListener listener;
    private final BlockingQueue<Optional<ProgressParams>> queue = new LinkedBlockingQueue<>(WAITING);
    private final Thread thread;
    private volatile boolean silent;

    ProgressRelay(ProgressListener listener) {
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("progress").start(this::tell);
    }

    @Override
    public void progress(ProgressParams progress) {
        if (!queue.offer(Optional.of(progress))) {
            LOG.debug("progress is left out, its listener is slow");
        }
    }

    /** Lets the listener hear what has come, for a moment, and nothing from then on. */
    @Override
    public void close() {
        try {
            if (queue.offer(Optional.empty(), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.join(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        silent = true;
        thread.interrupt();
    }

    private void tell() {
        try {
            Optional<ProgressParams> next = queue.take();
            while (!silent && next.isPresent()) {
                tell(next.get());
                next = queue.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("a listener to progress failed; it hears no more of this call", e);
        }
    }

    private void tell(ProgressParams progress) {
        listener.progressed(progress.raw());
    }
}
