// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.transport;

import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcException;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.mcp.DiscoverResult;
import ai.casys.shared.mcp.Era;
import ai.casys.shared.mcp.InitializeParams;
import ai.casys.shared.mcp.InitializeResult;
import ai.casys.shared.mcp.McpErrors;
import ai.casys.shared.mcp.McpMethods;
import ai.casys.shared.mcp.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Finds out the era of a server and opens the connection (revision 2026-07-28, "Versioning", and the backward
 * compatibility sections of the transports).
 *
 * <p>A server may be mute because it is legacy and ignores what it does not know, or because it is still starting. So
 * after a short wait {@code initialize} is sent as well, while the probe stays open: whatever the server is, one of the
 * two will be answered.
 */
final class Handshake {

    private static final Duration PROBE_WAIT = Duration.ofSeconds(5);

    private final McpClient client;
    private final McpClientOptions options;
    private final long end;
    private boolean retried;

    Handshake(McpClient client, McpClientOptions options) {
        this.client = client;
        this.options = options;
        this.end = System.nanoTime() + options.handshakeTimeout().toNanos();
    }

    ServerFacts perform() {
        if (client.isLegacyOnly()) {
            return initialize();
        }
        if (options.knownEra().isEmpty()) {
            return probe();
        }
        return switch (options.knownEra().get()) {
            case LEGACY -> initialize();
            case MODERN -> discover();
        };
    }

    private ServerFacts probe() {
        PendingCall probe = startDiscover();
        Duration half = options.handshakeTimeout().dividedBy(2);
        Optional<ServerFacts> modern = answered(probe, half.compareTo(PROBE_WAIT) < 0 ? half : PROBE_WAIT);
        if (modern.isPresent()) {
            return modern.get();
        }
        try {
            return initialize();
        } catch (JsonRpcException e) {
            // A modern server that was slow to start refuses initialize and has answered the probe before.
            Optional<ServerFacts> late = answered(probe, Duration.ZERO);
            if (late.isPresent()) {
                return late.get();
            }
            throw e;
        } finally {
            client.forget(probe);
        }
    }

    /** A known modern server; one that refuses the revision may have been in the middle of a change. */
    private ServerFacts discover() {
        try {
            return accept(startDiscover().await(left()));
        } catch (JsonRpcException e) {
            return refused(e.error()).orElseThrow(() -> e);
        }
    }

    private PendingCall startDiscover() {
        client.speak(ProtocolVersion.V2026_07_28);
        return client.dispatch(McpMethods.DISCOVER, Optional.empty(), CallListener.NONE);
    }

    /** What a modern server says within the time; empty when the server is legacy, or mute so far. */
    private Optional<ServerFacts> answered(PendingCall probe, Duration wait) {
        try {
            Optional<RawJson> answer = probe.peek(wait);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            return isDiscovery(answer.get()) ? Optional.of(accept(answer.get())) : Optional.empty();
        } catch (JsonRpcException e) {
            return refused(e.error());
        } catch (TransportException e) {
            return broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    TransportException.Kind.CANCELLED,
                    "the wait for \"" + client.description() + "\" was cut short",
                    e);
        }
    }

    /** Some legacy servers answer anything with anything. */
    private static boolean isDiscovery(RawJson result) {
        return result.tree().path("supportedVersions").isArray();
    }

    private Optional<ServerFacts> refused(JsonRpcError error) {
        if (error.code() == McpErrors.UNSUPPORTED_PROTOCOL_VERSION) {
            List<String> supported = supported(error);
            if (supported.contains(ProtocolVersion.V2026_07_28.text()) && !retried) {
                retried = true;
                return Optional.of(accept(startDiscover().await(left())));
            }
            if (supported.stream()
                    .flatMap(text -> ProtocolVersion.of(text).stream())
                    .anyMatch(this::isLegacy)) {
                return Optional.empty();
            }
            throw unsupported(String.join(", ", supported));
        }
        if (error.code() == McpErrors.HEADER_MISMATCH || error.code() == McpErrors.MISSING_CLIENT_CAPABILITY) {
            throw new JsonRpcException(error);
        }
        return Optional.empty();
    }

    private Optional<ServerFacts> broken(TransportException problem) {
        return switch (problem.kind()) {
            case CLOSED, CLOSED_DURING_PROBE ->
                throw new TransportException(
                        TransportException.Kind.CLOSED_DURING_PROBE, String.valueOf(problem.getMessage()), problem);
            case UNAUTHORIZED, CONNECT, OVERLOADED, CANCELLED, UNSUPPORTED_VERSION -> throw problem;
            case HTTP_STATUS, SESSION_LOST, PROTOCOL, TIMEOUT, TOO_LARGE -> Optional.empty();
        };
    }

    private ServerFacts accept(RawJson result) {
        DiscoverResult discovered;
        try {
            discovered = DiscoverResult.parse(result);
        } catch (IllegalArgumentException e) {
            throw new TransportException(
                    TransportException.Kind.PROTOCOL, "\"" + client.description() + "\": " + e.getMessage(), e);
        }
        if (discovered.supportedVersions().contains(ProtocolVersion.V2026_07_28.text())) {
            client.speak(ProtocolVersion.V2026_07_28);
            return new ServerFacts(
                    ProtocolVersion.V2026_07_28,
                    discovered.serverInfo(),
                    discovered.capabilities(),
                    discovered.instructions());
        }
        if (discovered.supportedVersions().stream()
                .flatMap(text -> ProtocolVersion.of(text).stream())
                .anyMatch(this::isLegacy)) {
            return initialize();
        }
        throw unsupported(String.join(", ", discovered.supportedVersions()));
    }

    private ServerFacts initialize() {
        client.speak(ProtocolVersion.NEWEST_LEGACY);
        RawJson params = new InitializeParams(
                        ProtocolVersion.NEWEST_LEGACY.text(), options.capabilities(), options.client())
                .toRawJson();
        RawJson answer = client.send(McpMethods.INITIALIZE, Optional.of(params), CallListener.NONE)
                .await(left());
        InitializeResult result;
        try {
            result = InitializeResult.parse(answer);
        } catch (IllegalArgumentException e) {
            throw new TransportException(
                    TransportException.Kind.PROTOCOL, "\"" + client.description() + "\": " + e.getMessage(), e);
        }
        ProtocolVersion version = ProtocolVersion.of(result.protocolVersion())
                .filter(this::isLegacy)
                .orElseThrow(() -> unsupported(result.protocolVersion()));
        client.speak(version);
        client.notify(McpMethods.INITIALIZED, Optional.empty());
        return new ServerFacts(version, result.serverInfo(), result.capabilities(), result.instructions());
    }

    private TransportException unsupported(String offered) {
        return new TransportException(
                TransportException.Kind.UNSUPPORTED_VERSION,
                "\"" + client.description() + "\" speaks MCP revision " + offered + ", we speak "
                        + ProtocolVersion.V2024_11_05.text() + " to " + ProtocolVersion.V2026_07_28.text()
                        + "; update the older of the two");
    }

    private boolean isLegacy(ProtocolVersion version) {
        return version.era() == Era.LEGACY;
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private static List<String> supported(JsonRpcError error) {
        List<String> versions = new ArrayList<>();
        for (JsonNode version : error.data().orElse(RawJson.EMPTY_OBJECT).tree().path("supported")) {
            if (version.isString()) {
                versions.add(version.asString());
            }
        }
        return versions;
    }
}
