// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import ai.casys.core.api.ProgressListener;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.McpMethods;
import java.util.Optional;

/**
 * Where progress and log messages of a request without session go: to the stream of the HTTP request that waits at the
 * moment, under its own progress token; nowhere while none waits. Safe for any number of threads.
 */
final class Outlet implements ProgressListener {

    private record Place(ClientStream stream, ProgressListener progress, Optional<String> logLevel) {}

    private static final Place NOWHERE = new Place(ClientStream.NONE, ProgressListener.NONE, Optional.empty());

    private volatile Place place = NOWHERE;

    /** From now on this request hears. */
    void attach(ModernMeta request, ClientStream stream) {
        place = new Place(stream, ProgressReport.wantedBy(request.progressToken(), stream), request.logLevel());
    }

    /** From now on nobody hears. */
    void detach() {
        place = NOWHERE;
    }

    @Override
    public void progressed(RawJson params) {
        place.progress().progressed(params);
    }

    /** A log message goes only to a request that has named a level (2026-07-28, server/utilities/logging). */
    void tell(String method, Optional<RawJson> params) {
        Place now = place;
        boolean unwantedLog = method.equals(McpMethods.MESSAGE)
                && now.logLevel()
                        .filter(least -> LogLevels.reaches(params.orElse(RawJson.EMPTY_OBJECT), least))
                        .isEmpty();
        if (!unwantedLog) {
            now.stream().send(new JsonRpcNotification(method, params));
        }
    }
}
