// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.JsonRpcResult;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageLogTest {

    private Instant now = Instant.EPOCH;
    private final MessageLog log = new MessageLog(new MessageLog.Bounds(6, 1_000), () -> now);
    private final RecordingReceiver receiver = new RecordingReceiver();

    @Test
    void aReceiverGetsWhatWaitedAndWhatComes() {
        log.unsolicited().add(changed("a"));
        log.unsolicited().attach(receiver);
        log.unsolicited().add(changed("b"));

        assertThat(receiver.begun()).isEqualTo("0-0");
        assertThat(receiver.events()).containsExactly("0-1", "0-2");
    }

    @Test
    void aClientThatLostItsConnectionGetsTheRestOnceAndInOrder() {
        MessageStream stream = log.open();
        stream.attach(receiver);
        stream.add(question("a"));
        receiver.breakOff();
        stream.add(question("b"));
        stream.detach(receiver);
        stream.add(question("c"));
        stream.add(answer("done"));
        stream.finish();

        MessageLog.Position position = log.find("1-1").orElseThrow();
        RecordingReceiver second = new RecordingReceiver();
        position.stream().attach(second, position.number());

        assertThat(receiver.events()).containsExactly("1-1");
        assertThat(second.events()).containsExactly("1-2", "1-3", "1-4");
        assertThat(second.isEnded()).isTrue();
    }

    @Test
    void theNewestReceiverAloneHearsAndTheOneBeforeTakesOver() {
        RecordingReceiver second = new RecordingReceiver();
        log.unsolicited().attach(receiver);
        log.unsolicited().attach(second);
        log.unsolicited().add(changed("a"));
        second.breakOff();
        log.unsolicited().add(changed("b"));
        log.unsolicited().detach(second);
        log.unsolicited().add(changed("c"));

        assertThat(second.events()).containsExactly("0-1");
        assertThat(receiver.events()).containsExactly("0-2", "0-3");
    }

    @Test
    void theSameUnheardNewsIsToldOnce() {
        log.unsolicited().add(changed("a"));
        log.unsolicited().add(changed("a"));
        log.unsolicited().attach(receiver);
        log.unsolicited().add(changed("a"));

        assertThat(receiver.events()).containsExactly("0-1", "0-2");
    }

    @Test
    void progressGivesWayToWhatMustNotBeLost() {
        MessageStream stream = log.open();
        for (int count = 0; count < 20; count++) {
            stream.add(progress(count));
            if (count % 4 == 0) {
                stream.add(question("q" + count));
            }
        }
        stream.attach(receiver);

        assertThat(receiver.messages())
                .filteredOn(message -> message.contains("\"id\""))
                .hasSize(5);
    }

    @Test
    void whatWasCarriedIsForgottenBeforeWhatWaits() {
        MessageStream carried = log.open();
        carried.attach(receiver);
        for (int count = 0; count < 6; count++) {
            carried.add(question("c" + count));
        }
        MessageStream waiting = log.open();
        waiting.add(question("w"));

        assertThat(log.find(waiting.id() + "-0")).isPresent();
        RecordingReceiver second = new RecordingReceiver();
        waiting.attach(second);
        assertThat(second.events()).hasSize(1);
        carried.attach(new RecordingReceiver(), 0);
        assertThat(receiver.events()).hasSize(6);
    }

    @Test
    void aStreamThatCannotBeKeptBreaksInsteadOfLosingAMessage() {
        MessageStream stream = log.open();
        stream.add(question("x".repeat(2_000)));
        stream.add(question("y"));
        stream.attach(receiver);

        assertThat(receiver.events()).isEmpty();
        assertThat(receiver.isEnded()).isTrue();
        assertThat(log.find(stream.id() + "-0")).isEmpty();
    }

    @Test
    void whatIsOverIsForgottenAfterAWhile() {
        MessageStream stream = log.open();
        stream.add(answer("done"));
        stream.finish();
        now = now.plusSeconds(60);

        log.forgetBefore(now.minusSeconds(61));
        assertThat(log.find("1-0")).isPresent();
        log.forgetBefore(now);
        assertThat(log.find("1-0")).isEmpty();
    }

    @Test
    void anEndedSessionEndsEveryStream() {
        MessageStream stream = log.open();
        stream.attach(receiver);
        log.close();
        RecordingReceiver late = new RecordingReceiver();
        log.unsolicited().attach(late);
        stream.add(answer("late"));

        assertThat(receiver.isEnded()).isTrue();
        assertThat(receiver.events()).isEmpty();
        assertThat(late.isEnded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "0",
                "0-",
                "-0",
                "0--1",
                "0-1",
                "0-x",
                "9-0",
                "0-99999999999999999999",
                "0-1 ",
                "../0-0",
                "0-٠"
            })
    void whatIsNoEventOfThisSessionIsNotFound(String eventId) {
        assertThat(log.find(eventId)).isEmpty();
    }

    private static JsonRpcMessage changed(String what) {
        return new JsonRpcNotification("notifications/" + what + "/list_changed", Optional.empty());
    }

    private static JsonRpcMessage progress(int count) {
        return new JsonRpcNotification(
                "notifications/progress", Optional.of(RawJson.parse("{\"progress\":" + count + "}")));
    }

    private static JsonRpcMessage question(String id) {
        return new JsonRpcRequest(new RequestId.TextId(id), "sampling/createMessage", Optional.empty());
    }

    private static JsonRpcMessage answer(String id) {
        return new JsonRpcResult(new RequestId.TextId(id), RawJson.EMPTY_OBJECT);
    }
}
