// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static ai.casys.core.gateway.Messages.inbound;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.Caller;
import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.settings.Exposure;
import ai.casys.shared.identity.TenantId;
import ai.casys.shared.identity.UserId;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Requests that are withdrawn or repeated, and sessions that end. */
final class SessionLifeTest extends GatewayFixture {

    @Test
    void progressReachesOnlyAClientThatAskedForIt() {
        tools.doing("files:read_file", (arguments, context) -> {
            context.progress().progressed(1, Optional.of(2.5), Optional.of("half"));
            return text("done");
        });
        List<JsonRpcMessage> heard = new ArrayList<>();
        Session session = open("2025-11-25").session();

        gateway.handle(
                inbound(
                        request("tools/call", "{\"name\":\"read_file\",\"_meta\":{\"progressToken\":\"t\\\"1\"}}"),
                        Optional.of(session)),
                heard::add);
        gateway.handle(inbound(request("tools/call", "{\"name\":\"read_file\"}"), Optional.of(session)), heard::add);

        assertThat(heard)
                .containsExactly(new JsonRpcNotification(
                        "notifications/progress",
                        Optional.of(RawJson.ofTrusted(
                                "{\"progress\":1,\"total\":2.5,\"message\":\"half\",\"progressToken\":\"t\\\"1\"}"
                                        .getBytes(StandardCharsets.UTF_8)))));
    }

    @Test
    void aWithdrawnRequestIsCancelledAndLeftUnanswered() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        tools.doing("files:read_file", (arguments, context) -> {
            CountDownLatch withdrawn = new CountDownLatch(1);
            context.cancellation().onCancel(withdrawn::countDown);
            started.countDown();
            await(withdrawn);
            throw new CasysException(ErrorCategory.CANCELLED, "withdrawn");
        });
        Session session = open("2025-11-25").session();
        JsonRpcRequest call = request("tools/call", "{\"name\":\"read_file\"}");
        AtomicReference<Answer> answer = new AtomicReference<>();
        Thread caller = Thread.ofVirtual()
                .start(() -> answer.set(gateway.handle(inbound(call, Optional.of(session)), ClientStream.NONE)));
        await(started);

        for (String params : List.of("{\"requestId\":\"other\"}", "{}", "[]", "{\"requestId\":" + call.id() + "}")) {
            gateway.handle(
                    inbound(
                            new JsonRpcNotification("notifications/cancelled", Optional.of(RawJson.parse(params))),
                            Optional.of(session)),
                    ClientStream.NONE);
        }

        assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
        assertThat(answer.get()).isEqualTo(new Answer.Silence());
    }

    @Test
    void twoRequestsWithOneIdAreNotWorkedOnAtOnce() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        tools.doing("files:read_file", (arguments, context) -> {
            started.countDown();
            await(go);
            return text("done");
        });
        Session session = open("2025-11-25").session();
        JsonRpcRequest call = request("tools/call", "{\"name\":\"read_file\"}");
        Thread first =
                Thread.ofVirtual().start(() -> gateway.handle(inbound(call, Optional.of(session)), ClientStream.NONE));
        await(started);

        Answer second = gateway.handle(inbound(call, Optional.of(session)), ClientStream.NONE);
        go.countDown();
        first.join();

        assertThat(error(second).code()).isEqualTo(JsonRpcError.INVALID_REQUEST);
    }

    @Test
    void aSessionBelongsToItsCallerAlone() {
        Session session = open("2025-11-25").session();
        Caller other = new Caller(TenantId.LOCAL, new UserId(UUID.randomUUID()), Set.of("*"));

        assertThat(gateway.session(session.id(), Caller.LOCAL)).contains(session);
        assertThat(gateway.session(session.id(), other)).isEmpty();
        assertThat(gateway.session("no-such-id", Caller.LOCAL)).isEmpty();
    }

    @Test
    void anUnusedSessionExpires() {
        Session session = open("2025-11-25").session();

        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(59)));
        assertThat(gateway.session(session.id(), Caller.LOCAL)).isPresent();
        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(61)));
        assertThat(gateway.session(session.id(), Caller.LOCAL)).isEmpty();
        assertThat(session.isOpen()).isFalse();
        assertThat(gateway.sessionCount()).isZero();
    }

    @Test
    void tooManySessionsEndTheLeastRecentlyUsedOne() {
        gateway = gateway(new Exposure.Meta(), Optional.empty(), 2);
        Session first = open("2025-11-25").session();
        now.updateAndGet(instant -> instant.plusSeconds(1));
        Session second = open("2025-11-25").session();
        now.updateAndGet(instant -> instant.plusSeconds(1));
        assertThat(gateway.session(first.id(), Caller.LOCAL)).isPresent();
        Session third = open("2025-11-25").session();

        assertThat(List.of(first.isOpen(), second.isOpen(), third.isOpen())).containsExactly(true, false, true);
        assertThat(gateway.sessionCount()).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
