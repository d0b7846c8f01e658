// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What has happened to a server since its supervisor last looked. Any thread posts; the one supervising thread waits and
 * takes. A thing that happened several times is found once, so the box never grows.
 */
final class Mailbox {

    /** What can happen. */
    enum Event {
        /** The connection is over. */
        CLOSED,
        /** The server says that its tools have changed. */
        TOOLS_CHANGED,
        /** A call failed in a way that makes one ask whether the server is still there. */
        DOUBT,
        /** A call came while the circuit was open. */
        DEMAND,
        /** The supervision shall end; found again and again. */
        STOP
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition posted = lock.newCondition();
    private final Set<Event> events = EnumSet.noneOf(Event.class);

    void post(Event event) {
        lock.lock();
        try {
            events.add(event);
            posted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link Event#STOP} was ever posted. */
    boolean isStopped() {
        lock.lock();
        try {
            return events.contains(Event.STOP);
        } finally {
            lock.unlock();
        }
    }

    /** Takes what has happened; waits for it at most so long, and returns nothing then. */
    Set<Event> await(Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (events.isEmpty() && left > 0) {
                left = posted.awaitNanos(left);
            }
            return take();
        } catch (InterruptedException e) {
            // Nobody but a runtime that is going away interrupts a supervisor.
            events.add(Event.STOP);
            return take();
        } finally {
            lock.unlock();
        }
    }

    private Set<Event> take() {
        Set<Event> taken = EnumSet.noneOf(Event.class);
        taken.addAll(events);
        events.retainAll(EnumSet.of(Event.STOP));
        return taken;
    }
}
