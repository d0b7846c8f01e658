// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.Caller;
import ai.casys.core.identity.keyset.Signer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The ids of tasks as clients see them: {@code server.id.tag}, the server's own id in base64url. The tag is made over the
 * caller as well, so that an id leads to a task only for the caller it was given to, where it was given, nobody can make
 * one up, and no table has to be kept. The same task has the same id each time. Safe for any number of threads.
 */
final class TaskIds {

    private static final String PURPOSE = "task-id";
    private static final int LONGEST = 4_096;

    private final String place;
    private final Signer signer;

    /** @param place the name of the virtual server where the ids hold; empty where everything is shown */
    TaskIds(String place, Signer signer) {
        this.place = place;
        this.signer = signer;
    }

    /** A task by its server and the server's own id. */
    record Target(String server, String id) {}

    /** The id that the caller is given. */
    String outward(Caller caller, Target task) {
        String named = task.server() + "." + encoded(task.id());
        return named + "." + signer.tag(PURPOSE, signed(caller, named));
    }

    /** The task that an id of a caller stands for; empty unless it was given to this very caller. */
    Optional<Target> inward(Caller caller, String shown) {
        int tag = shown.lastIndexOf('.');
        int id = shown.lastIndexOf('.', tag - 1);
        if (shown.length() > LONGEST || id <= 0) {
            return Optional.empty();
        }
        String named = shown.substring(0, tag);
        if (!signer.verify(PURPOSE, signed(caller, named), shown.substring(tag + 1))) {
            return Optional.empty();
        }
        byte[] own = Base64.getUrlDecoder().decode(named.substring(id + 1));
        return Optional.of(new Target(named.substring(0, id), new String(own, StandardCharsets.UTF_8)));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The parts encoded, so that no two callers and names can look the same. */
    private byte[] signed(Caller caller, String named) {
        String text = encoded(place) + "." + encoded(caller.tenant().toString()) + "."
                + encoded(caller.user().toString()) + "." + named;
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
