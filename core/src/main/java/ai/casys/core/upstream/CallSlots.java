// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How many calls may be on their way to one server at once; the others wait in the order they came, and the queue has an
 * end. Unlike a semaphore, a place in the queue can be given up by another thread, and a server can be put into a mode in
 * which only calls of one client are under way at a time. Thread-safe; the lock is never held while waiting.
 */
final class CallSlots {

    /** How a wait for a slot ended. */
    enum Outcome {
        /** The slot is the caller's until {@link #release}. */
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
    private final Map<String, Integer> holders = new HashMap<>();
    private int taken;
    private boolean takingTurns;

    CallSlots(int slots, int longestQueue) {
        this.slots = slots;
        this.longestQueue = longestQueue;
    }

    /** Takes a slot if that needs no waiting; it is the caller's until {@link #release}. */
    boolean take(String client, boolean isNested) {
        synchronized (lock) {
            boolean free = admits(client) && (queue.isEmpty() || isNested);
            if (free) {
                hold(client);
            }
            return free;
        }
    }

    /**
     * A place in the queue to be; nothing happens before {@link Ticket#await}.
     *
     * @param client whose call it is
     * @param isNested whether a call of the same client that holds a slot may wait for this one, which therefore must not
     *     queue behind other clients
     */
    Ticket ticket(String client, boolean isNested) {
        return new Ticket(client, isNested);
    }

    /** From now on only calls of one client hold slots at a time. Those that hold one now keep it. */
    void takeTurns() {
        synchronized (lock) {
            takingTurns = true;
        }
    }

    /** Whether clients take turns. */
    boolean isTakingTurns() {
        synchronized (lock) {
            return takingTurns;
        }
    }

    /** Gives a slot of a client back: to whoever waits longest. */
    void release(String client) {
        synchronized (lock) {
            taken--;
            holders.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
            admitWaiting();
            lock.notifyAll();
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

    /** Gives free slots to those who wait, in their order; called under the lock. */
    private void admitWaiting() {
        Ticket first = queue.peekFirst();
        while (first != null && admits(first.client)) {
            queue.removeFirst();
            first.grant();
            first = queue.peekFirst();
        }
    }

    private boolean admits(String client) {
        boolean itsTurn = !takingTurns || holders.isEmpty() || (holders.size() == 1 && holders.containsKey(client));
        return taken < slots && itsTurn;
    }

    private void hold(String client) {
        taken++;
        holders.merge(client, 1, Integer::sum);
    }

    /** One caller's wait; {@link #withdraw} may be called by any thread at any time, also before the wait begins. */
    final class Ticket {

        private final CountDownLatch settled = new CountDownLatch(1);
        private final String client;
        private final boolean isNested;
        private Outcome outcome = Outcome.TIMED_OUT;

        private Ticket(String client, boolean isNested) {
            this.client = client;
            this.isNested = isNested;
        }

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
                        leave(Outcome.TIMED_OUT);
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
                    leave(Outcome.WITHDRAWN);
                }
            }
        }

        private void join() {
            if (admits(client) && (queue.isEmpty() || isNested)) {
                grant();
                return;
            }
            if (queue.size() >= longestQueue) {
                settle(Outcome.QUEUE_FULL);
                return;
            }
            queue.addLast(this);
        }

        private void grant() {
            hold(client);
            settle(Outcome.GRANTED);
        }

        /** Whoever is next may be of another client. */
        private void leave(Outcome result) {
            queue.remove(this);
            settle(result);
            admitWaiting();
        }

        private void giveBack() {
            boolean granted;
            synchronized (lock) {
                if (settled.getCount() > 0) {
                    leave(Outcome.WITHDRAWN);
                }
                granted = outcome == Outcome.GRANTED;
            }
            if (granted) {
                release(client);
            }
        }

        private void settle(Outcome result) {
            outcome = result;
            settled.countDown();
        }
    }
}
