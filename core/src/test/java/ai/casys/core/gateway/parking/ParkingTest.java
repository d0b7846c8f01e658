// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.gateway.parking.Outcome.Misfit;
import ai.casys.core.gateway.parking.store.NodeStore;
import ai.casys.core.gateway.parking.store.ParkedCallStore;
import ai.casys.core.identity.keyset.Keyset;
import ai.casys.core.storage.TestDatabase;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes on one database, as far as parking is concerned: each with its own sign of life and its own calls. */
@Timeout(60)
final class ParkingTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final CallFacts FACTS = new CallFacts("notes", "tools/call", "digest-1");
    private static final RawJson QUESTION = RawJson.parse("{\"ask\":{\"method\":\"elicitation/create\"}}");
    private static final RawJson ANSWER = RawJson.parse("{\"ask\":{\"action\":\"accept\"}}");
    private static final RawJson OTHER_ANSWER = RawJson.parse("{\"ask\":{\"action\":\"decline\"}}");
    private static final RawJson RESULT = RawJson.parse("{\"content\":[]}");
    private static final ParkingLimits LIMITS = ParkingLimits.keeping(Duration.ofMinutes(10));

    private static TestDatabase database;
    private static Keyset keyset;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Caller caller = Caller.LOCAL;
    private final Node first = new Node(LIMITS);
    private final Node second = new Node(LIMITS);

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.create();
        keyset = Keyset.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void twoNodes() {
        caller = new Caller(TenantId.LOCAL, new UserId(UUID.randomUUID()), Set.of());
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

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

    private final class Node {
        private final PausableRows rows = new PausableRows(new NodeStore(database.database()));
        private final FailingRows calls;
        private final NodeBeat beat;
        private final Parking parking;

        Node(ParkingLimits limits) {
            calls = new FailingRows(new ParkedCallStore(database.database(), keyset, limits));
            beat = NodeBeat.start(rows);
            open.add(beat);
            parking = Parking.open(beat.id(), calls, limits);
            open.add(parking);
        }

        Outcome resume(HeldCall call, int round, RawJson answers) {
            try {
                return parking.resume(caller, answer(call, round, answers), LONG);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A database that is away now and then, when an end is to be written. */
    private static final class FailingRows implements ParkedRows {
        private final ParkedRows rows;
        private volatile boolean away;

        FailingRows(ParkedRows rows) {
            this.rows = rows;
        }

        @Override
        public boolean ask(Place place, int round, RawJson questions) {
            requireThere();
            return rows.ask(place, round, questions);
        }

        @Override
        public Optional<RawJson> expire(Place place, int round) {
            return rows.expire(place, round);
        }

        @Override
        public Optional<RawJson> answers(Place place, int round) {
            return rows.answers(place, round);
        }

        @Override
        public boolean finish(Place place, Outcome end) {
            requireThere();
            return rows.finish(place, end);
        }

        @Override
        public Standing answer(Caller caller, Resumption resumption, UUID self) {
            return rows.answer(caller, resumption, self);
        }

        @Override
        public void lose(Caller caller, UUID call) {
            requireThere();
            rows.lose(caller, call);
        }

        @Override
        public Signals signals(UUID self, Set<UUID> waited) {
            return rows.signals(self, waited);
        }

        private void requireThere() {
            if (away) {
                throw new CasysException(ErrorCategory.UNAVAILABLE, "the database is away");
            }
        }
    }

    /** Lets a process be out of breath. */
    private static final class PausableRows implements NodeRows {
        private final NodeRows rows;
        private volatile boolean paused;

        PausableRows(NodeRows rows) {
            this.rows = rows;
        }

        @Override
        public void beat(UUID node) {
            if (!paused) {
                rows.beat(node);
            }
        }

        @Override
        public void signOff(UUID node) {
            rows.signOff(node);
        }

        @Override
        public int sweep(int most) {
            return rows.sweep(most);
        }
    }

    /** A call that has asked, with a thread that stands for its server. */
    private final class Held {
        private final HeldCall call;
        private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();

        Held(HeldCall call) {
            this.call = call;
        }

        void ask(RawJson questions) {
            threads.execute(() -> replies.add(ParkingTest.ask(call, questions)));
        }

        Reply reply() throws InterruptedException {
            Reply reply = replies.poll(LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(reply).isNotNull();
            return reply;
        }
    }

    private static Reply ask(HeldCall call, RawJson questions) {
        try {
            return call.ask(questions);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HeldCall hold(Node node) {
        HeldCall call = node.parking.hold(caller, FACTS);
        open.add(call);
        return call;
    }

    private Held park(Node node) throws InterruptedException {
        Held held = new Held(hold(node));
        held.ask(QUESTION);
        assertThat(held.call.first(LONG)).isEqualTo(new Outcome.Asked(1, QUESTION));
        return held;
    }

    private Future<Outcome> resume(Node node, HeldCall call, int round, RawJson answers) {
        return threads.submit(() -> node.resume(call, round, answers));
    }

    private static Resumption answer(HeldCall call, int round, RawJson answers) {
        return new Resumption(call.id(), round, FACTS.paramsDigest(), answers);
    }

    /** What a process that is killed, or paused for long, leaves in the table. */
    private static void stopBeating(Node node) {
        node.rows.paused = true;
        database.database()
                .<Integer>asSystem(
                        "pause a process",
                        context -> context.execute(
                                "UPDATE casys.node SET stopped_at = NULL, heartbeat_at = now() - interval '21 seconds'"
                                        + " WHERE id = {0}",
                                DSL.val(node.beat.id())));
    }

    private static int rows(UUID call) {
        return database.database()
                .inTenant(
                        TenantId.LOCAL,
                        context -> context.fetchOne(
                                        "SELECT count(*) FROM casys.parked_call WHERE id = {0}", DSL.val(call))
                                .get(0, Integer.class));
    }

    private static void execute(String sql) {
        database.database().<Integer>inTenant(TenantId.LOCAL, context -> context.execute(sql));
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(LONG);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
