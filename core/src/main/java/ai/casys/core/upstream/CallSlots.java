// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How many calls may be on their way to one server at once; the others wait in the order they came, and the queue has an
 * end. Unlike a semaphore, a place in the queue can be given up by another thread. Thread-safe; the lock is never held
 * while waiting.
 */
final class CallSlots {

    /** How a wait for a slot ended. */
    enum Outcome {
        /** The slot is the caller's until {@link #release()}. */
        GRANTED,
        /** The queue is full. */
        QUEUE_FULL,
        /** No slot became free in time. */
        TIMED_OUT,
        /** The ticket was withdrawn. */
        WITHDRAWN
    }

    private final Object lock = new Object();
    private final int slots;
    private final int longestQueue;
    private final Deque<Ticket> queue = new ArrayDeque<>();
    private int taken;

    CallSlots(int slots, int longestQueue) {
        this.slots = slots;
        this.longestQueue = longestQueue;
    }

    /** A place in the queue to be; nothing happens before {@link Ticket#await}. */
    Ticket ticket() {
        return new Ticket();
    }

    /** Gives a slot back: to whoever waits longest. */
    void release() {
        synchronized (lock) {
            Ticket next = queue.pollFirst();
            if (next == null) {
                taken--;
                lock.notifyAll();
                return;
            }
            next.settle(Outcome.GRANTED);
        }
    }

    /** Calls that hold a slot. */
    int taken() {
        synchronized (lock) {
            return taken;
        }
    }

    /** Waits until no call holds a slot, at most so long. */
    void awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (lock) {
            while (taken > 0 && end - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(lock, end - System.nanoTime());
            }
        }
    }

    /** One caller's wait; {@link #withdraw} may be called by any thread at any time, also before the wait begins. */
    final class Ticket {

        private final CountDownLatch settled = new CountDownLatch(1);
        private Outcome outcome = Outcome.TIMED_OUT;

        private Ticket() {}

        /** Blocks until there is a slot, at most so long. */
        Outcome await(Duration limit) throws InterruptedException {
            synchronized (lock) {
                if (settled.getCount() > 0) {
                    join();
                }
            }
            try {
                boolean inTime = settled.await(limit.toNanos(), TimeUnit.NANOSECONDS);
                synchronized (lock) {
                    if (!inTime && settled.getCount() > 0) {
                        queue.remove(this);
                        settle(Outcome.TIMED_OUT);
                    }
                    return outcome;
                }
            } catch (InterruptedException e) {
                giveBack();
                throw e;
            }
        }

        /** Gives the place up, if it is not a slot yet. */
        void withdraw() {
            synchronized (lock) {
                if (settled.getCount() > 0) {
                    queue.remove(this);
                    settle(Outcome.WITHDRAWN);
                }
            }
        }

        private void join() {
            if (taken < slots) {
                taken++;
                settle(Outcome.GRANTED);
                return;
            }
            if (queue.size() >= longestQueue) {
                settle(Outcome.QUEUE_FULL);
                return;
            }
            queue.addLast(this);
        }

        private void giveBack() {
            boolean granted;
            synchronized (lock) {
                queue.remove(this);
                granted = settled.getCount() == 0 && outcome == Outcome.GRANTED;
            }
            if (granted) {
                release();
            }
        }

        private void settle(Outcome result) {
            outcome = result;
            settled.countDown();
        }
    }
}
