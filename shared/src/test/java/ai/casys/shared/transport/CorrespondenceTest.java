// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import static ai.casys.shared.transport.TestServers.SOON;
import static ai.casys.shared.transport.TestServers.await;
import static ai.casys.shared.transport.TestServers.options;
import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcFailure;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.ProgressParams;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CorrespondenceTest {

    private final FakeTransport transport = new FakeTransport();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ServerMessages messages = new ServerMessages() {
        @Override
        public void notification(JsonRpcNotification notification) {
            heard.add("server " + notification.method());
        }

        @Override
        public void closed(Optional<String> reason) {
            heard.add("closed");
        }

        @Override
        public Optional<JsonRpcMessage> request(JsonRpcRequest request) {
            heard.add("server asks " + request.method());
            return request.method().equals("nobody/knows")
                    ? Optional.empty()
                    : Optional.of(
                            new JsonRpcResult(new RequestId.TextId("other"), RawJson.parse("{\"by\":\"server\"}")));
        }
    };
    private final McpClient client = McpClient.connect(transport, options(Optional.of(Era.LEGACY), messages));

    /** Notes what it hears. */
    private class Hearer implements CallListener {
        @Override
        public void progress(ProgressParams progress) {
            heard.add("call progress " + progress.progress());
        }

        @Override
        public void notification(JsonRpcNotification notification) {
            heard.add("call " + notification.method());
        }

        @Override
        public Optional<JsonRpcMessage> request(JsonRpcRequest request) {
            heard.add("call asks " + request.method());
            return request.method().equals("roots/list")
                    ? Optional.empty()
                    : Optional.of(new JsonRpcResult(request.id(), RawJson.parse("{\"by\":\"call\"}")));
        }
    }

    @Test
    void whatComesOnTheStreamOfACallBelongsToItsListener() {
        McpCall call = client.send("tools/call", Optional.empty(), new Hearer());
        TransportListener incoming = transport.incoming();
        incoming.message(note("notifications/message"), call.id());
        incoming.message(progress(call.id(), 1), call.id());
        incoming.message(progress(call.id(), 2));
        incoming.message(note("notifications/tools/list_changed"), call.id());
        incoming.message(note("notifications/message"));
        assertThat(heard)
                .containsExactly(
                        "call notifications/message",
                        "call progress 1.0",
                        "call progress 2.0",
                        "server notifications/tools/list_changed",
                        "server notifications/message");
        incoming.message(new JsonRpcRequest(id("q1"), "sampling/createMessage", Optional.empty()), call.id());
        await(() -> transport.lastSent().equals(new JsonRpcResult(id("q1"), RawJson.parse("{\"by\":\"call\"}"))));
        incoming.message(new JsonRpcResult(call.id(), RawJson.EMPTY_OBJECT), call.id());
        assertThat(call.await(SOON)).isEqualTo(RawJson.EMPTY_OBJECT);
    }

    @Test
    void questionsThatTheCallLeavesOrThatBelongToNoneGoToTheListenerOfTheServer() {
        McpCall call = client.send("tools/call", Optional.empty(), new Hearer());
        McpCall deaf = client.send("tools/call", Optional.empty(), CallListener.NONE);
        ask("q1", "roots/list", Optional.of(call.id()));
        ask("q2", "sampling/createMessage", Optional.of(deaf.id()));
        ask("q3", "sampling/createMessage", Optional.empty());
        for (String question : List.of("q1", "q2", "q3")) {
            await(() -> transport.sent.contains(new JsonRpcResult(id(question), RawJson.parse("{\"by\":\"server\"}"))));
        }
        ask("q4", "nobody/knows", Optional.empty());
        await(() -> transport.lastSent() instanceof JsonRpcFailure failure
                && failure.error().code() == JsonRpcError.METHOD_NOT_FOUND);
        ask("q5", "ping", Optional.of(call.id()));
        await(() -> transport.lastSent().equals(new JsonRpcResult(id("q5"), RawJson.EMPTY_OBJECT)));
        assertThat(heard).doesNotContain("call asks ping", "server asks ping");
    }

    @Test
    void progressIsAskedForOnlyByThoseWhoWantIt() {
        client.send("tools/call", Optional.empty(), CallListener.NONE);
        assertThat(transport.lastSent())
                .isInstanceOfSatisfying(
                        JsonRpcRequest.class,
                        request -> assertThat(request.params()).isEmpty());
        McpCall call = client.send("tools/call", Optional.empty(), new Hearer());
        assertThat(transport.lastSent())
                .isInstanceOfSatisfying(
                        JsonRpcRequest.class,
                        request -> assertThat(request.params())
                                .hasValue(RawJson.parse("{\"_meta\":{\"progressToken\":" + call.id() + "}}")));
    }

    @Test
    void aQuestionTakenBackInterruptsItsAnswererAndIsNotAnswered() {
        CountDownLatch asked = new CountDownLatch(1);
        McpCall call = client.send("tools/call", Optional.empty(), new Hearer() {
            @Override
            public Optional<JsonRpcMessage> request(JsonRpcRequest request) {
                try {
                    asked.countDown();
                    new CountDownLatch(1).await();
                    return Optional.empty();
                } catch (InterruptedException _) {
                    heard.add("interrupted");
                    throw new IllegalStateException("taken back");
                }
            }
        });
        ask("q1", "elicitation/create", Optional.of(call.id()));
        await(() -> asked.getCount() == 0);
        ask("q1", "elicitation/create", Optional.of(call.id()));
        int before = transport.sent.size();
        transport
                .incoming()
                .message(new JsonRpcNotification(
                        "notifications/cancelled", Optional.of(RawJson.parse("{\"requestId\":\"q1\"}"))));
        await(() -> heard.contains("interrupted"));
        ask("q2", "ping", Optional.empty());
        await(() -> transport.lastSent().equals(new JsonRpcResult(id("q2"), RawJson.EMPTY_OBJECT)));
        assertThat(transport.sent).hasSize(before + 1);
        assertThat(heard).containsOnlyOnce("interrupted");
    }

    @Test
    void theEndOfTheConnectionInterruptsEveryAnswerer() {
        CountDownLatch asked = new CountDownLatch(3);
        CountDownLatch interrupted = new CountDownLatch(3);
        McpCall call = client.send("tools/call", Optional.empty(), new Hearer() {
            @Override
            public Optional<JsonRpcMessage> request(JsonRpcRequest request) {
                try {
                    asked.countDown();
                    new CountDownLatch(1).await();
                } catch (InterruptedException _) {
                    interrupted.countDown();
                }
                return Optional.empty();
            }
        });
        for (String question : List.of("q1", "q2", "q3")) {
            ask(question, "elicitation/create", Optional.of(call.id()));
        }
        await(() -> asked.getCount() == 0);
        transport.incoming().closed(Optional.of("gone"));
        await(() -> interrupted.getCount() == 0);
        assertThat(transport.sent).noneMatch(message -> message instanceof JsonRpcFailure);
    }

    @Test
    void questionsBeyondTheBoundAreRefused() {
        CountDownLatch end = new CountDownLatch(1);
        McpCall call = client.send("tools/call", Optional.empty(), new Hearer() {
            @Override
            public Optional<JsonRpcMessage> request(JsonRpcRequest request) {
                try {
                    end.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
                return Optional.empty();
            }
        });
        for (int question = 0; question < 300; question++) {
            ask("q" + question, "elicitation/create", Optional.of(call.id()));
        }
        assertThat(transport.sent)
                .filteredOn(message -> message instanceof JsonRpcFailure)
                .hasSize(44);
        end.countDown();
        await(() -> transport.sent.stream()
                        .filter(message -> message instanceof JsonRpcResult)
                        .count()
                == 256);
    }

    @Test
    void aListenerThatFailsCostsNothingButItsMessage() {
        McpCall call = client.send("tools/call", Optional.empty(), new Hearer() {
            @Override
            public void progress(ProgressParams progress) {
                throw new IllegalStateException("no");
            }
        });
        transport.incoming().message(progress(call.id(), 1), call.id());
        transport.incoming().message(new JsonRpcResult(call.id(), RawJson.EMPTY_OBJECT), call.id());
        assertThat(call.await(SOON)).isEqualTo(RawJson.EMPTY_OBJECT);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void overOneStreamSubscriptionsAreToldApartByTheirIds() {
        FakeTransport shared = new FakeTransport();
        McpClient modern = McpClient.connect(shared, options(Optional.of(Era.MODERN), messages));
        Subscription first = modern.listen(RawJson.parse("{\"toolsListChanged\":true}"), new Noted("first"));
        Subscription second = modern.listen(RawJson.parse("{\"promptsListChanged\":true}"), new Noted("second"));
        shared.incoming().message(subscribed("notifications/subscriptions/acknowledged", first));
        shared.incoming().message(subscribed("notifications/tools/list_changed", second));
        shared.incoming().message(note("notifications/tools/list_changed"));
        assertThat(heard)
                .containsExactly(
                        "first acknowledged",
                        "second notifications/tools/list_changed",
                        "server notifications/tools/list_changed");
        heard.clear();
        shared.incoming()
                .message(new JsonRpcNotification(
                        "notifications/cancelled", Optional.of(RawJson.parse("{\"requestId\":" + first.id() + "}"))));
        assertThat(first.isOpen()).isFalse();
        second.close();
        assertThat(shared.lastSent().toString()).contains("notifications/cancelled", "\"requestId\":" + second.id());
        shared.incoming().message(subscribed("notifications/tools/list_changed", second));
        assertThat(heard).containsExactly("first ended", "second ended", "server notifications/tools/list_changed");
        modern.close();
    }

    @Test
    void aModernServerAsksInVain() {
        FakeTransport shared = new FakeTransport();
        McpClient modern = McpClient.connect(shared, options(Optional.of(Era.MODERN), messages));
        int before = shared.sent.size();
        shared.incoming().message(new JsonRpcRequest(id("q"), "sampling/createMessage", Optional.empty()));
        shared.incoming().message(new JsonRpcRequest(id("p"), "ping", Optional.empty()));
        await(() -> shared.sent.size() > before);
        assertThat(shared.lastSent()).isEqualTo(new JsonRpcResult(id("p"), RawJson.EMPTY_OBJECT));
        assertThat(heard).isEmpty();
        modern.close();
    }

    private final class Noted implements SubscriptionListener {
        private final String name;

        Noted(String name) {
            this.name = name;
        }

        @Override
        public void acknowledged(RawJson notifications) {
            heard.add(name + " acknowledged");
        }

        @Override
        public void notification(JsonRpcNotification notification) {
            heard.add(name + " " + notification.method());
        }

        @Override
        public void ended(String reason, Optional<JsonRpcError> refusal) {
            heard.add(name + " ended");
        }
    }

    private static JsonRpcNotification subscribed(String method, Subscription subscription) {
        return new JsonRpcNotification(
                method,
                Optional.of(RawJson.parse(
                        "{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + subscription.id() + "}}")));
    }

    private void ask(String question, String method, Optional<RequestId> call) {
        JsonRpcRequest request = new JsonRpcRequest(id(question), method, Optional.empty());
        call.ifPresentOrElse(
                id -> transport.incoming().message(request, id),
                () -> transport.incoming().message(request));
    }

    private static RequestId id(String text) {
        return new RequestId.TextId(text);
    }

    private static JsonRpcNotification note(String method) {
        return new JsonRpcNotification(method, Optional.empty());
    }

    private static JsonRpcNotification progress(RequestId token, int progress) {
        return new JsonRpcNotification(
                "notifications/progress",
                Optional.of(RawJson.parse("{\"progressToken\":" + token + ",\"progress\":" + progress + "}")));
    }
}
