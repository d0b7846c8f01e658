// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Caller;
import ai.casys.core.gateway.parking.Outcome.Misfit;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions and answers of parked calls, wherever they arrive. */
@Timeout(60)
final class ParkingTest extends ParkingFixture {

    @Test
    void aCallThatAsksNothingTouchesNoDatabase() throws Exception {
        try (HeldCall call = first.parking.hold(caller, FACTS)) {
            assertThat(call.first(Duration.ZERO)).isEqualTo(new Outcome.Working());
            call.finish(RESULT);
            assertThat(call.first(Duration.ZERO)).isEqualTo(new Outcome.Done(RESULT));
            assertThat(rows(call.id())).isZero();
            assertThat(first.parking.resume(caller, answer(call, 1, ANSWER), LONG))
                    .isEqualTo(new Outcome.Gone());
        }
    }

    @Test
    void theAnswersReachTheCallAtTheSameProcess() throws Exception {
        Held held = park(first);
        Future<Outcome> retry = resume(first, held.call, 1, ANSWER);

        assertThat(held.reply()).isEqualTo(new Reply.Given(ANSWER));
        held.call.finish(RESULT);

        assertThat(retry.get()).isEqualTo(new Outcome.Done(RESULT));
    }

    @Test
    void theAnswersReachTheCallFromAnotherProcessAndItsOutcomeComesBackThere() throws Exception {
        Held held = park(first);
        Future<Outcome> retry = resume(second, held.call, 1, ANSWER);

        assertThat(held.reply()).isEqualTo(new Reply.Given(ANSWER));
        held.call.fail(RESULT);

        assertThat(retry.get()).isEqualTo(new Outcome.Failed(RESULT));
    }

    @Test
    void roundFollowsRoundAtWhicheverProcessTheClientArrives() throws Exception {
        Held held = park(first);
        Future<Outcome> retry = resume(second, held.call, 1, ANSWER);
        assertThat(held.reply()).isEqualTo(new Reply.Given(ANSWER));

        RawJson more = RawJson.parse("{\"more\":1}");
        held.ask(more);
        assertThat(retry.get()).isEqualTo(new Outcome.Asked(2, more));
        assertThat(second.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Asked(2, more));
        assertThat(first.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Asked(2, more));

        Future<Outcome> last = resume(first, held.call, 2, OTHER_ANSWER);
        assertThat(held.reply()).isEqualTo(new Reply.Given(OTHER_ANSWER));
        held.call.finish(RESULT);
        assertThat(last.get()).isEqualTo(new Outcome.Done(RESULT));
        assertThat(second.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Refused(Misfit.WRONG_ROUND));
    }

    @Test
    void severalQuestionsAtOnceBecomeRoundsOneAfterTheOther() throws Exception {
        HeldCall call = hold(first);
        Future<Reply> one = threads.submit(() -> call.ask(RawJson.parse("1")));
        Future<Reply> two = threads.submit(() -> call.ask(RawJson.parse("2")));
        Outcome.Asked asked = (Outcome.Asked) call.first(LONG);

        Outcome.Asked next = (Outcome.Asked) second.resume(call, asked.round(), asked.questions());
        assertThat(next.round()).isEqualTo(2);
        assertThat(List.of(asked.questions(), next.questions()))
                .containsExactlyInAnyOrder(RawJson.parse("1"), RawJson.parse("2"));
        Future<Outcome> last = resume(first, call, 2, next.questions());

        assertThat(one.get()).isEqualTo(new Reply.Given(RawJson.parse("1")));
        assertThat(two.get()).isEqualTo(new Reply.Given(RawJson.parse("2")));
        call.finish(RESULT);
        assertThat(last.get()).isEqualTo(new Outcome.Done(RESULT));
    }

    @Test
    void aLostResponseIsFetchedOnceMoreBySendingTheSameAnswersAgain() throws Exception {
        Held held = park(first);
        Future<Outcome> retry = resume(second, held.call, 1, ANSWER);
        held.reply();
        held.call.finish(RESULT);
        retry.get();
        held.call.close();

        assertThat(first.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Done(RESULT));
        assertThat(second.resume(held.call, 1, ANSWER)).isEqualTo(new Outcome.Done(RESULT));
    }

    @Test
    void otherAnswersToAnAnsweredRoundAreRefusedAndChangeNothing() throws Exception {
        Held held = park(first);
        Future<Outcome> retry = resume(second, held.call, 1, ANSWER);
        assertThat(held.reply()).isEqualTo(new Reply.Given(ANSWER));

        Outcome refused = new Outcome.Refused(Misfit.ANSWERED_DIFFERENTLY);
        assertThat(first.resume(held.call, 1, OTHER_ANSWER)).isEqualTo(refused);
        assertThat(second.resume(held.call, 1, OTHER_ANSWER)).isEqualTo(refused);
        held.call.finish(RESULT);
        assertThat(retry.get()).isEqualTo(new Outcome.Done(RESULT));
        assertThat(second.resume(held.call, 1, OTHER_ANSWER)).isEqualTo(refused);
    }

    @Test
    void manyRetriesAtOnceGiveTheAnswersOnceAndAllLearnTheOutcome() throws Exception {
        Held held = park(first);
        List<Future<Outcome>> retries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            retries.add(resume(i % 2 == 0 ? first : second, held.call, 1, ANSWER));
        }
        assertThat(held.reply()).isEqualTo(new Reply.Given(ANSWER));
        held.call.finish(RESULT);

        for (Future<Outcome> retry : retries) {
            assertThat(retry.get()).isEqualTo(new Outcome.Done(RESULT));
        }
        assertThat(held.replies).isEmpty();
    }

    @Test
    void roundsThatWereNeverAskedAreRefused() throws Exception {
        Held held = park(first);
        for (int round : new int[] {-1, 0, 2, Integer.MAX_VALUE}) {
            assertThat(second.resume(held.call, round, ANSWER))
                    .as("round " + round)
                    .isIn(new Outcome.Refused(Misfit.WRONG_ROUND), new Outcome.Refused(Misfit.ANSWERED_DIFFERENTLY));
        }
        assertThat(held.replies).isEmpty();
    }

    @Test
    void theCallOfAnotherUserTenantOrWithOtherParametersIsGone() throws Exception {
        Held held = park(first);
        Caller user = new Caller(TenantId.LOCAL, new UserId(UUID.randomUUID()), Set.of());
        Caller tenant = new Caller(
                database.newTenant("parking-" + UUID.randomUUID().toString().substring(0, 8)), caller.user(), Set.of());
        for (Node node : List.of(first, second)) {
            assertThat(node.parking.resume(user, answer(held.call, 1, ANSWER), LONG))
                    .isEqualTo(new Outcome.Gone());
            assertThat(node.parking.resume(tenant, answer(held.call, 1, ANSWER), LONG))
                    .isEqualTo(new Outcome.Gone());
            assertThat(node.parking.resume(caller, new Resumption(held.call.id(), 1, "digest-2", ANSWER), LONG))
                    .isEqualTo(new Outcome.Gone());
            assertThat(node.parking.resume(caller, new Resumption(UUID.randomUUID(), 1, "digest-1", ANSWER), LONG))
                    .isEqualTo(new Outcome.Gone());
        }
        assertThat(held.replies).isEmpty();
    }

    @Test
    void manyCallsAtOnceAllFindTheirAnswers() throws Exception {
        Node wide = new Node(new ParkingLimits(Duration.ofMinutes(1), 1000, 1000, 4, 1000, 1000, 1000));
        List<Future<Outcome>> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            RawJson own = RawJson.parse(Integer.toString(i));
            HeldCall call = hold(wide);
            threads.execute(() -> {
                if (ask(call, own) instanceof Reply.Given given) {
                    call.finish(given.answers());
                }
            });
            Node other = i % 2 == 0 ? wide : second;
            clients.add(threads.submit(() -> {
                Outcome.Asked asked = (Outcome.Asked) call.first(LONG);
                return other.resume(call, 1, asked.questions());
            }));
        }
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).get()).isEqualTo(new Outcome.Done(RawJson.parse(Integer.toString(i))));
        }
    }
}
