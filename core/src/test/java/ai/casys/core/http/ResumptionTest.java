// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.settings.Exposure;
import ai.casys.shared.jsonrpc.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of the legacy era gets after its connection broke. */
@Timeout(60)
final class ResumptionTest {

    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"files__read_file\",\"_meta\":{\"progressToken\":5}}}";

    private final TestServer server = new TestServer(
            TestServer.settings(1 << 20, false),
            HttpLimits.DEFAULTS
                    .with(Duration.ofSeconds(30), Duration.ofMillis(200))
                    .withSilence(Duration.ofSeconds(1)),
            List.of(),
            new Exposure.All());
    private final CountDownLatch broken = new CountDownLatch(1);

    @AfterEach
    void close() {
        broken.countDown();
        server.close();
    }

    private void callGoesOnAfterBreak(AtomicBoolean cancelled) {
        server.tools.doing("files:read_file", (arguments, context) -> {
            context.cancellation().onCancel(() -> cancelled.set(true));
            context.progress().progressed(1, Optional.empty(), Optional.empty());
            await(broken);
            context.progress().progressed(2, Optional.empty(), Optional.empty());
            return RawJson.parse("{\"content\":[]}");
        });
    }

    @Test
    void aCallWhosePostBrokeGoesOnAndItsRestIsReplayedInOrder() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        callGoesOnAfterBreak(cancelled);
        String session = server.open("2025-11-25");
        String last;
        try (EventConnection post = EventConnection.post(port(), "/mcp", CALL, "Mcp-Session-Id", session)) {
            EventConnection.Event priming = post.next().orElseThrow();
            EventConnection.Event progress = post.next().orElseThrow();
            assertThat(priming.data()).isEmpty();
            assertThat(progress.data()).contains("\"progress\":1");
            last = progress.id();
        }
        broken.countDown();

        List<String> rest = resume(session, last);
        List<String> all = resume(session, last.substring(0, last.indexOf('-')) + "-0");

        assertThat(rest).hasSize(2);
        assertThat(rest.getFirst()).contains("\"progress\":2");
        assertThat(rest.getLast()).contains("\"id\":7", "\"result\"");
        assertThat(all).hasSize(3);
        assertThat(cancelled).isFalse();
    }

    @Test
    void aClientThatComesBackBeforeTheAnswerGetsItWhenItIsThere() throws Exception {
        callGoesOnAfterBreak(new AtomicBoolean());
        String session = server.open("2025-06-18");
        String last;
        try (EventConnection post = EventConnection.post(port(), "/mcp", CALL, "Mcp-Session-Id", session)) {
            last = post.next().orElseThrow().id();
        }
        try (EventConnection get =
                EventConnection.get(port(), "/mcp", "Mcp-Session-Id", session, "Last-Event-ID", last)) {
            broken.countDown();
            assertThat(get.next().orElseThrow().data()).contains("\"progress\":2");
            assertThat(get.next().orElseThrow().data()).contains("\"result\"");
            assertThat(get.next()).isEmpty();
        }
    }

    @Test
    void aLongSilentCallOpensItsStreamSoThatItCanBeResumed() throws Exception {
        server.tools.doing("files:read_file", (arguments, context) -> {
            await(broken);
            return RawJson.parse("{\"content\":[]}");
        });
        String session = server.open("2025-11-25");
        String first;
        try (EventConnection post = EventConnection.post(port(), "/mcp", CALL, "Mcp-Session-Id", session)) {
            assertThat(post.head()).contains("text/event-stream");
            first = post.next().orElseThrow().id();
        }
        broken.countDown();

        assertThat(resume(session, first)).singleElement().asString().contains("\"id\":7");
    }

    @Test
    void whatWasSaidWhileNobodyListenedIsHeardLaterAndOnce() throws Exception {
        String session = server.open("2025-11-25");
        server.tools.server("git", "log");
        server.gateway.toolsChanged();
        String last;
        try (EventConnection get = EventConnection.get(port(), "/mcp", "Mcp-Session-Id", session)) {
            assertThat(get.next().orElseThrow().data()).isEmpty();
            EventConnection.Event event = get.next().orElseThrow();
            assertThat(event.data()).contains("tools/list_changed");
            last = event.id();
        }
        server.tools.server("other", "thing");
        server.gateway.toolsChanged();
        try (EventConnection get =
                EventConnection.get(port(), "/mcp", "Mcp-Session-Id", session, "Last-Event-ID", last)) {
            assertThat(get.next().orElseThrow().data()).isEmpty();
            EventConnection.Event event = get.next().orElseThrow();
            assertThat(event.data()).contains("tools/list_changed");
            assertThat(event.id()).isNotEqualTo(last);
        }
    }

    @Test
    void eventsOfOneSessionAreNotThoseOfAnother() throws Exception {
        callGoesOnAfterBreak(new AtomicBoolean());
        String mine = server.open("2025-11-25");
        String other = server.open("2025-11-25");
        String last;
        try (EventConnection post = EventConnection.post(port(), "/mcp", CALL, "Mcp-Session-Id", mine)) {
            last = post.next().orElseThrow().id();
        }
        broken.countDown();

        assertThat(server.get("/mcp", "Accept", "text/event-stream", "Mcp-Session-Id", other, "Last-Event-ID", last)
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0-5", "99-0", "0-", "-1", "0-0; DROP", "99999999999999999999999999999999999999999-1"})
    void anEventThatNeverWasIsRefused(String last) throws Exception {
        String session = server.open("2025-11-25");

        assertThat(server.get("/mcp", "Accept", "text/event-stream", "Mcp-Session-Id", session, "Last-Event-ID", last)
                        .statusCode())
                .isEqualTo(400);
    }

    private List<String> resume(String session, String last) throws Exception {
        List<String> messages = new ArrayList<>();
        try (EventConnection get =
                EventConnection.get(port(), "/mcp", "Mcp-Session-Id", session, "Last-Event-ID", last)) {
            assertThat(get.status()).isEqualTo(200);
            for (Optional<EventConnection.Event> event = get.next(); event.isPresent(); event = get.next()) {
                if (!event.get().data().isEmpty()) {
                    messages.add(event.get().data());
                }
            }
        }
        return messages;
    }

    private int port() {
        return server.server.port();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
