// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.ClientLink;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who hears of what outlives a call. */
final class KnownOwnersTest {

    private final KnownOwners owners = new KnownOwners();
    private final ClientLink client = FakeClient.answering("c", "{}");

    private Optional<ClientLink> owner(String params) {
        return owners.owner(new JsonRpcNotification("notifications/any", Optional.of(FakeClient.raw(params))));
    }

    @Test
    void tasksOfBothErasAreTheirClients() {
        owners.answered(FakeClient.raw("{\"task\":{\"taskId\":\"old\"}}"), client);
        owners.answered(FakeClient.raw("{\"resultType\":\"task\",\"taskId\":\"new\"}"), client);
        owners.answered(FakeClient.raw("{\"task\":\"none\",\"content\":[]}"), client);
        owners.answered(FakeClient.raw("[\"taskId\"]"), client);

        assertThat(owner("{\"taskId\":\"old\"}")).hasValue(client);
        assertThat(owner("{\"taskId\":\"new\"}")).hasValue(client);
        assertThat(owner("{\"taskId\":\"other\"}")).isEmpty();
        assertThat(owner("[]")).isEmpty();
    }

    @Test
    void elicitationsThatAnErrorAsksForAreTheirClients() {
        RawJson data = FakeClient.raw("{\"elicitations\":[{\"elicitationId\":\"e1\"},{\"elicitationId\":7},3]}");
        owners.refused(new JsonRpcError(-32042, "open this", Optional.of(data)), client);
        owners.refused(new JsonRpcError(-32603, "no", Optional.of(data)), ClientLink.NONE);

        assertThat(owner("{\"elicitationId\":\"e1\"}")).hasValue(client);
        assertThat(owner("{\"taskId\":\"e1\"}")).isEmpty();
    }

    @Test
    void onlyTheMostRecentAreRemembered() {
        for (int i = 0; i < 5_000; i++) {
            owners.asked(FakeClient.raw("{\"elicitationId\":\"" + i + "\"}"), client);
        }
        assertThat(owner("{\"elicitationId\":\"0\"}")).isEmpty();
        assertThat(owner("{\"elicitationId\":\"4999\"}")).hasValue(client);
    }
}
