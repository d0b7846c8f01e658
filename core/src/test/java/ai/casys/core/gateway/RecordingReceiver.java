// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a stream says. */
final class RecordingReceiver implements MessageStream.Receiver {

    private final List<String> events = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private String begun = "";
    private boolean ended;
    private boolean broken;

    @Override
    public void begin(String eventId) {
        begun = eventId;
    }

    @Override
    public boolean deliver(String eventId, byte[] message) {
        if (broken) {
            return false;
        }
        events.add(eventId);
        messages.add(new String(message, StandardCharsets.UTF_8));
        return true;
    }

    @Override
    public void ended() {
        ended = true;
    }

    /** From now on the connection takes nothing. */
    void breakOff() {
        broken = true;
    }

    String begun() {
        return begun;
    }

    List<String> events() {
        return List.copyOf(events);
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    boolean isEnded() {
        return ended;
    }
}
