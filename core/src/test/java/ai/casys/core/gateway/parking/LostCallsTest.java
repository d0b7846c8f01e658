// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.shared.identity.TenantId;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parked calls that nobody can end any more. */
@Timeout(60)
final class LostCallsTest extends ParkingFixture {

    @Test
    void theCallOfAProcessThatDiedIsLostForGood() throws Exception {
        Held held = park(first);
        stopBeating(first);

        assertThat(second.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Lost(first.beat.id()));
        // It was only out of breath; but what the client was told stays true.
        assertThat(held.reply()).isEqualTo(new Reply.Withdrawn(Reply.Reason.LOST));
        held.call.finish(RESULT);
        assertThat(first.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Lost(first.beat.id()));
    }

    @Test
    void aProcessThatDiesWhileAClientWaitsElsewhereEndsTheWaiting() throws Exception {
        Held held = park(first);
        Future<Outcome> retry = resume(second, held.call, 1, ANSWER);
        held.reply();
        stopBeating(first);

        assertThat(retry.get()).isEqualTo(new Outcome.Lost(first.beat.id()));
        held.call.finish(RESULT);
        assertThat(second.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Lost(first.beat.id()));
    }

    @Test
    void aProcessThatSignsOffGivesItsCallsUp() throws Exception {
        Held held = park(first);
        first.parking.close();
        first.beat.close();

        assertThat(held.reply()).isEqualTo(new Reply.Withdrawn(Reply.Reason.LOST));
        assertThat(second.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Lost(first.beat.id()));
    }

    @Test
    void aCallThatIsClosedWithoutAnEndIsLost() throws Exception {
        Held held = park(first);
        Future<Outcome> retry = resume(second, held.call, 1, ANSWER);
        held.reply();
        held.call.close();

        assertThat(retry.get()).isEqualTo(new Outcome.Lost(first.beat.id()));
        assertThat(first.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Lost(first.beat.id()));
    }

    @Test
    void aServerThatGoesOnWithoutAnswersEndsTheCallForTheRetry() throws Exception {
        Held held = park(first);
        held.call.finish(RESULT);

        assertThat(held.reply()).isEqualTo(new Reply.Withdrawn(Reply.Reason.CLOSED));
        assertThat(second.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Done(RESULT));
    }

    @Test
    void whatIsStoredIsSealedAndWhatWasTamperedWithIsLost() throws Exception {
        Held held = park(first);
        Future<Outcome> retry = resume(first, held.call, 1, ANSWER);
        held.reply();
        held.call.finish(RawJson.parse("\"a telling word\""));
        retry.get();
        assertThat(database.database()
                        .<Boolean>inTenant(
                                TenantId.LOCAL,
                                context -> context.fetchOne(
                                                "SELECT position('telling'::bytea IN outcome) FROM casys.parked_call"
                                                        + " WHERE id = {0}",
                                                DSL.val(held.call.id()))
                                        .get(0, Integer.class)
                                        .equals(0)))
                .isTrue();
        execute("UPDATE casys.parked_call SET outcome = overlay(outcome placing '\\x00' from 60) WHERE id = '"
                + held.call.id() + "'");
        assertThat(second.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Lost(first.beat.id()));
    }

    @Test
    void anEndThatCannotBeWrittenIsToldHereAndWrittenWhenTheDatabaseIsBack() throws Exception {
        Held held = park(first);
        Future<Outcome> here = resume(first, held.call, 1, ANSWER);
        Future<Outcome> there = resume(second, held.call, 1, ANSWER);
        held.reply();
        first.calls.away = true;
        held.call.finish(RESULT);
        assertThat(here.get()).isEqualTo(new Outcome.Done(RESULT));
        assertThat(first.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Done(RESULT));
        assertThat(second.parking.resume(caller, answer(held.call, 1, ANSWER), Duration.ofMillis(100)))
                .isEqualTo(new Outcome.Working());

        first.calls.away = false;
        assertThat(there.get()).isEqualTo(new Outcome.Done(RESULT));
    }

    @Test
    void aQuestionThatCannotBeWrittenFailsAndTheCallGoesOn() throws Exception {
        HeldCall call = hold(first);
        first.calls.away = true;
        assertThatThrownBy(() -> call.ask(QUESTION)).hasMessageContaining("database is away");
        first.calls.away = false;
        Future<Reply> reply = threads.submit(() -> call.ask(QUESTION));
        assertThat(call.first(LONG)).isEqualTo(new Outcome.Asked(1, QUESTION));
        Future<Outcome> retry = resume(second, call, 1, ANSWER);
        assertThat(reply.get()).isEqualTo(new Reply.Given(ANSWER));
        call.finish(RESULT);
        assertThat(retry.get()).isEqualTo(new Outcome.Done(RESULT));
    }
}
