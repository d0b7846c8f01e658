// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.Cancellation;
import ai.casys.core.api.ClientLink;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that answers every question with what it was told to, once it is let. */
final class FakeClient implements ClientLink {

    static final RawJson CAPABILITIES = raw("{\"elicitation\":{\"form\":{}},\"roots\":{\"listChanged\":true},"
            + "\"sampling\":{},\"tasks\":{\"list\":{}},\"extensions\":{\"x/y\":{\"z\":1.50}}}");

    private final String name;
    private final String answer;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger withdrawn = new AtomicInteger();
    private final CountDownLatch mayAnswer;
    private volatile boolean takesInput;

    private FakeClient(String name, String answer, CountDownLatch mayAnswer) {
        this.name = name;
        this.answer = answer;
        this.mayAnswer = mayAnswer;
    }

    /** JSON that keeps its bytes. */
    static RawJson raw(String json) {
        return RawJson.ofTrusted(json.getBytes(StandardCharsets.UTF_8));
    }

    /** One that answers at once. */
    static FakeClient answering(String name, String answer) {
        return new FakeClient(name, answer, new CountDownLatch(0));
    }

    /** One that thinks until it is let answer. */
    static FakeClient thinking(String name, String answer) {
        return new FakeClient(name, answer, new CountDownLatch(1));
    }

    /** One that can do nothing. */
    static FakeClient refusing(String name) {
        return answering(name, "");
    }

    FakeClient takingInputRequests() {
        takesInput = true;
        return this;
    }

    void answerNow() {
        mayAnswer.countDown();
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    int withdrawn() {
        return withdrawn.get();
    }

    @Override
    public String client() {
        return name;
    }

    @Override
    public RawJson capabilities() {
        return CAPABILITIES;
    }

    @Override
    public boolean takesInputRequests() {
        return takesInput;
    }

    @Override
    public Optional<String> logLevel() {
        return Optional.of("warning");
    }

    @Override
    public RawJson ask(String method, Optional<RawJson> params, Cancellation withdrawal) {
        asked.add(method + " " + params.map(RawJson::toString).orElse(""));
        boolean[] answered = new boolean[1];
        CountDownLatch over = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            over.countDown();
        });
        try (Cancellation.Registration _ = withdrawal.onCancel(() -> {
            if (!answered[0]) {
                withdrawn.incrementAndGet();
            }
            over.countDown();
        })) {
            over.await();
            answered[0] = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (answer.isEmpty()) {
            throw new JsonRpcException(
                    new JsonRpcError(-32021, "cannot", Optional.of(RawJson.parse("{\"because\":1.50}"))));
        }
        return raw(answer);
    }

    @Override
    public void tell(String method, Optional<RawJson> params) {}
}
