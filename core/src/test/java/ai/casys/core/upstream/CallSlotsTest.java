// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.upstream.CallSlots.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class CallSlotsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void slotsAreGivenInTheOrderOfAsking() throws InterruptedException {
        CallSlots slots = new CallSlots(1, 10);
        assertThat(slots.ticket("", false).await(LONG)).isEqualTo(Outcome.GRANTED);
        BlockingQueue<Integer> order = new LinkedBlockingQueue<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            Thread waiter = Thread.ofVirtual().start(() -> {
                if (await(slots) == Outcome.GRANTED) {
                    order.add(number);
                    slots.release("");
                }
            });
            Waiting.until("the waiter waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
        }
        slots.release("");
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            seen.add(order.poll(60, TimeUnit.SECONDS));
        }
        assertThat(seen).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aFreeSlotIsTakenAtOnceUnlessOthersWaitForIt() throws InterruptedException {
        CallSlots slots = new CallSlots(1, 10);
        assertThat(slots.take("a", false)).isTrue();
        assertThat(slots.take("a", false)).isFalse();
        assertThat(slots.taken()).isEqualTo(1);
        slots.takeTurns();
        slots.release("a");
        assertThat(slots.take("b", false)).isTrue();
        slots.release("b");
        assertThat(slots.taken()).isZero();

        CallSlots turns = new CallSlots(2, 10);
        turns.takeTurns();
        assertThat(turns.take("a", false)).isTrue();
        assertThat(turns.take("b", false)).isFalse();
        Thread waiter = Thread.ofVirtual().start(() -> await(turns));
        Waiting.until("the waiter waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
        assertThat(turns.take("a", false)).isFalse();
        assertThat(turns.take("a", true)).isTrue();
    }

    @Test
    void aFullQueueRefusesAndAWaitEnds() throws InterruptedException {
        CallSlots slots = new CallSlots(1, 0);
        assertThat(slots.ticket("", false).await(LONG)).isEqualTo(Outcome.GRANTED);
        assertThat(slots.ticket("", false).await(LONG)).isEqualTo(Outcome.QUEUE_FULL);

        CallSlots queueing = new CallSlots(1, 1);
        assertThat(queueing.ticket("", false).await(LONG)).isEqualTo(Outcome.GRANTED);
        assertThat(queueing.ticket("", false).await(Duration.ofMillis(5))).isEqualTo(Outcome.TIMED_OUT);
        queueing.release("");
        assertThat(queueing.taken()).isZero();
    }

    @Test
    void aPlaceCanBeGivenUpBeforeAndWhileWaiting() throws InterruptedException {
        CallSlots slots = new CallSlots(1, 5);
        CallSlots.Ticket early = slots.ticket("", false);
        early.withdraw();
        assertThat(early.await(LONG)).isEqualTo(Outcome.WITHDRAWN);
        assertThat(slots.ticket("", false).await(LONG)).isEqualTo(Outcome.GRANTED);

        CallSlots.Ticket waiting = slots.ticket("", false);
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> outcomes.add(await(waiting)));
        waiting.withdraw();
        assertThat(outcomes.poll(60, TimeUnit.SECONDS)).isEqualTo(Outcome.WITHDRAWN);
        slots.release("");
        assertThat(slots.taken()).isZero();
    }

    @Test
    void underLoadTheLimitHoldsAndNoSlotIsLost() throws InterruptedException {
        CallSlots slots = new CallSlots(3, 1000);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> {
                CallSlots.Ticket ticket = slots.ticket("", false);
                if (number % 5 == 0) {
                    Thread.ofVirtual().start(ticket::withdraw);
                }
                if (await(ticket) == Outcome.GRANTED) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(10_000);
                    inside.decrementAndGet();
                    slots.release("");
                }
            }));
        }
        for (int i = 0; i < threads.size(); i += 7) {
            threads.get(i).interrupt();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(slots.taken()).isZero();
    }

    private static Outcome await(CallSlots slots) {
        return await(slots.ticket("", false));
    }

    private static Outcome await(CallSlots.Ticket ticket) {
        try {
            return ticket.await(LONG);
        } catch (InterruptedException e) {
            return Outcome.WITHDRAWN;
        }
    }

    @Test
    void withTurnsOnlyOneClientHoldsSlotsAtATime() throws InterruptedException {
        CallSlots slots = new CallSlots(10, 10);
        assertThat(slots.ticket("a", false).await(LONG)).isEqualTo(Outcome.GRANTED);
        slots.takeTurns();

        assertThat(slots.ticket("a", false).await(LONG)).isEqualTo(Outcome.GRANTED);
        assertThat(slots.ticket("b", false).await(Duration.ofMillis(5))).isEqualTo(Outcome.TIMED_OUT);
        slots.release("a");
        assertThat(slots.ticket("b", false).await(Duration.ofMillis(5))).isEqualTo(Outcome.TIMED_OUT);
        slots.release("a");
        assertThat(slots.ticket("b", false).await(LONG)).isEqualTo(Outcome.GRANTED);
    }

    @Test
    void aClientThatWaitsItsTurnIsNotOvertakenButByWhatItsPredecessorNeeds() throws InterruptedException {
        CallSlots slots = new CallSlots(10, 10);
        slots.takeTurns();
        assertThat(slots.ticket("a", false).await(LONG)).isEqualTo(Outcome.GRANTED);
        BlockingQueue<Outcome> outcome = new LinkedBlockingQueue<>();
        CallSlots.Ticket waiting = slots.ticket("b", false);
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                outcome.add(waiting.await(LONG));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Waiting.until("b waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);

        assertThat(slots.ticket("a", false).await(Duration.ofMillis(5))).isEqualTo(Outcome.TIMED_OUT);
        assertThat(slots.ticket("a", true).await(LONG)).isEqualTo(Outcome.GRANTED);
        slots.release("a");
        slots.release("a");
        assertThat(outcome.poll(60, TimeUnit.SECONDS)).isEqualTo(Outcome.GRANTED);
    }

    @Test
    void whoGivesUpItsPlaceLetsOthersOfTheSameClientIn() throws InterruptedException {
        CallSlots slots = new CallSlots(10, 10);
        slots.takeTurns();
        assertThat(slots.ticket("a", false).await(LONG)).isEqualTo(Outcome.GRANTED);
        CallSlots.Ticket other = slots.ticket("b", false);
        CallSlots.Ticket same = slots.ticket("a", false);
        BlockingQueue<Outcome> outcome = new LinkedBlockingQueue<>();
        for (CallSlots.Ticket ticket : List.of(other, same)) {
            Thread waiter = Thread.ofVirtual().start(() -> {
                try {
                    outcome.add(ticket.await(LONG));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Waiting.until("it waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
        }
        other.withdraw();

        assertThat(List.of(outcome.take(), outcome.take()))
                .containsExactlyInAnyOrder(Outcome.WITHDRAWN, Outcome.GRANTED);
        assertThat(slots.taken()).isEqualTo(2);
    }
}
