// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.gateway.parking.Outcome.Misfit;
import ai.casys.core.gateway.parking.store.NodeStore;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long, how many and how large parked calls may be. */
@Timeout(60)
final class ParkingBoundsTest extends ParkingFixture {

    @Test
    void aRoundThatNobodyAnswersExpiresAndIsSwept() throws Exception {
        Node brief = new Node(ParkingLimits.keeping(Duration.ofMillis(300)));
        Held held = park(brief);

        assertThat(held.reply()).isEqualTo(new Reply.Withdrawn(Reply.Reason.EXPIRED));
        assertThat(second.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Gone());
        assertThat(brief.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Gone());
        assertThat(rows(held.call.id())).isZero();
    }

    @Test
    void anOutcomeThatNobodyFetchesExpiresAndIsSwept() throws Exception {
        Node brief = new Node(ParkingLimits.keeping(Duration.ofSeconds(1)));
        Held held = park(brief);
        held.call.finish(RESULT);
        assertThat(second.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Done(RESULT));

        await(() -> brief.resume(held.call, 1, ANSWER).equals(new Outcome.Gone()));
        await(() -> {
            new NodeStore(database.database()).sweep(100);
            return rows(held.call.id()) == 0;
        });
    }

    @Test
    void aServerMayTakeLongerOverTheAnswersThanARoundIsKept() throws Exception {
        Node brief = new Node(ParkingLimits.keeping(Duration.ofMillis(300)));
        Held held = park(brief);
        assertThat(brief.parking.resume(caller, answer(held.call, 1, ANSWER), Duration.ofMillis(600)))
                .isEqualTo(new Outcome.Working());
        new NodeStore(database.database()).sweep(100);
        assertThat(second.parking.resume(caller, answer(held.call, 1, ANSWER), Duration.ofMillis(200)))
                .isEqualTo(new Outcome.Working());
        Future<Outcome> retry = resume(second, held.call, 1, ANSWER);
        held.call.finish(RESULT);
        assertThat(retry.get()).isIn(new Outcome.Done(RESULT), new Outcome.Gone());
    }

    @Test
    void tooManyCallsOfOneCallerAreRefusedUntilOneEnds() throws Exception {
        Node narrow = new Node(new ParkingLimits(Duration.ofMinutes(1), 2, 10, 4, 1000, 1000, 1000));
        Held one = park(narrow);
        park(narrow);
        HeldCall third = hold(narrow);
        assertThatThrownBy(() -> third.ask(QUESTION))
                .isInstanceOfSatisfying(
                        CasysException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.OVERLOADED));
        one.call.finish(RESULT);
        HeldCall fourth = hold(narrow);
        Future<Reply> reply = threads.submit(() -> fourth.ask(QUESTION));
        assertThat(fourth.first(LONG)).isEqualTo(new Outcome.Asked(1, QUESTION));
        fourth.close();
        assertThat(reply.get()).isInstanceOf(Reply.Withdrawn.class);
    }

    @Test
    void tooManyCallsOfOneProcessAreRefusedUntilOneEnds() throws Exception {
        Node narrow = new Node(new ParkingLimits(Duration.ofMinutes(1), 10, 1, 4, 1000, 1000, 1000));
        Held one = park(narrow);
        HeldCall next = hold(narrow);
        assertThatThrownBy(() -> next.ask(QUESTION)).hasMessageContaining("too many calls");
        one.call.close();
        Held again = park(narrow);
        assertThat(again.call.first(LONG)).isEqualTo(new Outcome.Asked(1, QUESTION));
    }

    @Test
    void sizesAndRoundsHaveLimits() throws Exception {
        Node narrow = new Node(new ParkingLimits(Duration.ofMinutes(1), 10, 10, 1, 100, 100, 100));
        RawJson large = RawJson.parse("\"" + "x".repeat(200) + "\"");
        HeldCall call = hold(narrow);
        assertThatThrownBy(() -> call.ask(large))
                .hasMessageContaining("202 bytes")
                .hasMessageContaining("100 bytes");
        assertThat(rows(call.id())).isZero();

        Held held = park(narrow);
        assertThat(narrow.resume(held.call, 1, large)).isEqualTo(new Outcome.Refused(Misfit.TOO_LARGE));
        Future<Outcome> here = resume(narrow, held.call, 1, ANSWER);
        held.reply();
        assertThatThrownBy(() -> held.call.ask(QUESTION)).hasMessageContaining("which is the limit");
        held.call.finish(large);
        assertThat(here.get()).isEqualTo(new Outcome.Done(large));
        assertThat(narrow.resume(held.call, 1, ANSWER))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.error().toString()).contains("was carried out", "202 bytes"));
    }
}
