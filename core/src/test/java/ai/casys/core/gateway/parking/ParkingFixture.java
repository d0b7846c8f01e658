// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway.parking;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Caller;
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

/** Two processes on one database, as far as parking is concerned: each with its own sign of life and its own calls. */
abstract class ParkingFixture {

    static final Duration LONG = Duration.ofSeconds(20);
    static final CallFacts FACTS = new CallFacts("notes", "tools/call", "digest-1");
    static final RawJson QUESTION = RawJson.parse("{\"ask\":{\"method\":\"elicitation/create\"}}");
    static final RawJson ANSWER = RawJson.parse("{\"ask\":{\"action\":\"accept\"}}");
    static final RawJson OTHER_ANSWER = RawJson.parse("{\"ask\":{\"action\":\"decline\"}}");
    static final RawJson RESULT = RawJson.parse("{\"content\":[]}");
    static final ParkingLimits LIMITS = ParkingLimits.keeping(Duration.ofMinutes(10));
    static TestDatabase database;
    static Keyset keyset;

    final List<AutoCloseable> open = new ArrayList<>();
    final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Caller caller = Caller.LOCAL;
    final Node first = new Node(LIMITS);
    final Node second = new Node(LIMITS);

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

    final class Node {
        final PausableRows rows = new PausableRows(new NodeStore(database.database()));
        final FailingRows calls;
        final NodeBeat beat;
        final Parking parking;

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

    /** A call that has asked, with a thread that stands for its server. */
    final class Held {
        final HeldCall call;
        final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();

        Held(HeldCall call) {
            this.call = call;
        }

        void ask(RawJson questions) {
            threads.execute(() -> replies.add(ParkingFixture.ask(call, questions)));
        }

        Reply reply() throws InterruptedException {
            Reply reply = replies.poll(LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(reply).isNotNull();
            return reply;
        }
    }

    static Reply ask(HeldCall call, RawJson questions) {
        try {
            return call.ask(questions);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HeldCall hold(Node node) {
        HeldCall call = node.parking.hold(caller, FACTS);
        open.add(call);
        return call;
    }

    Held park(Node node) throws InterruptedException {
        Held held = new Held(hold(node));
        held.ask(QUESTION);
        assertThat(held.call.first(LONG)).isEqualTo(new Outcome.Asked(1, QUESTION));
        return held;
    }

    Future<Outcome> resume(Node node, HeldCall call, int round, RawJson answers) {
        return threads.submit(() -> node.resume(call, round, answers));
    }

    static Resumption answer(HeldCall call, int round, RawJson answers) {
        return new Resumption(call.id(), round, FACTS.paramsDigest(), answers);
    }

    /** What a process that is killed, or paused for long, leaves in the table. */
    static void stopBeating(Node node) {
        node.rows.paused = true;
        database.database()
                .<Integer>asSystem(
                        "pause a process",
                        context -> context.execute(
                                "UPDATE casys.node SET stopped_at = NULL, heartbeat_at = now() - interval '21 seconds'"
                                        + " WHERE id = {0}",
                                DSL.val(node.beat.id())));
    }

    static int rows(UUID call) {
        return database.database()
                .inTenant(
                        TenantId.LOCAL,
                        context -> context.fetchOne(
                                        "SELECT count(*) FROM casys.parked_call WHERE id = {0}", DSL.val(call))
                                .get(0, Integer.class));
    }

    static void execute(String sql) {
        database.database().<Integer>inTenant(TenantId.LOCAL, context -> context.execute(sql));
    }

    static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(LONG);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
