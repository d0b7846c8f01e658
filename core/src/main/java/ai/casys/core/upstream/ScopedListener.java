// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import ai.casys.core.api.Audience;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.mcp.Tool;
import ai.casys.shared.transport.ServerFacts;
import java.util.List;

/**
 * Lets through what one scope's connection says to the clients that use it, and nothing that everybody would hear: what
 * it lists is not the catalogue, and its ups and downs are not the server's.
 */
record ScopedListener(UpstreamListener everybody) implements UpstreamListener {

    @Override
    public void serverReady(String server, ServerFacts facts, List<Tool> tools) {}

    @Override
    public void toolsChanged(String server, List<Tool> tools) {}

    @Override
    public void serverDown(String server, String reason) {}

    @Override
    public void serverRemoved(String server) {}

    @Override
    public void callLeaves(String server, String tool) {
        everybody.callLeaves(server, tool);
    }

    @Override
    public void notified(String server, JsonRpcNotification notification, Audience audience) {
        switch (audience) {
            case Audience.Client _, Audience.User _ -> everybody.notified(server, notification, audience);
            case Audience.Everyone _ -> {}
        }
    }
}
