// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.gateway;

import static ai.casys.core.gateway.Messages.error;
import static ai.casys.core.gateway.Messages.inbound;
import static ai.casys.core.gateway.Messages.notification;
import static ai.casys.core.gateway.Messages.raw;
import static ai.casys.core.gateway.Messages.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.casys.core.api.Audience;
import ai.casys.core.api.Caller;
import ai.casys.core.api.Cancellation;
import ai.casys.shared.jsonrpc.JsonRpcError;
import ai.casys.shared.jsonrpc.JsonRpcMessage;
import ai.casys.shared.jsonrpc.JsonRpcNotification;
import ai.casys.shared.jsonrpc.JsonRpcRequest;
import ai.casys.shared.jsonrpc.RawJson;
import ai.casys.shared.jsonrpc.RequestId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Clients of revision 2026-07-28. */
final class StatelessClientTest extends StatelessFixture {

    @Test
    void discoversVersionsAndCapabilitiesWithoutASession() {
        JsonNode result = result(ask("server/discover", "", "{}")).tree();

        assertThat(result.path("supportedVersions").valueStream().map(JsonNode::asString))
                .startsWith("2026-07-28", "2025-11-25");
        assertThat(result.path("resultType").asString()).isEqualTo("complete");
        assertThat(result.path("cacheScope").asString()).isEqualTo("private");
        assertThat(result.at("/capabilities/resources/subscribe").asBoolean()).isTrue();
        assertThat(result.path("_meta")
                        .path("io.modelcontextprotocol/serverInfo")
                        .path("name")
                        .asString())
                .isEqualTo("casys");
        assertThat(gateway.sessionCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/list", "prompts/list", "resources/list", "resources/templates/list"})
    void listsSayHowLongTheyHoldAndForWhom(String method) {
        JsonNode result = result(ask(method, "", "{}")).tree();

        assertThat(result.path("ttlMs").isIntegralNumber()).isTrue();
        assertThat(result.path("cacheScope").asString()).isEqualTo("private");
        assertThat(result.path("resultType").asString()).isEqualTo("complete");
    }

    @Test
    void namesAndAddressesOfServersAreMadeDistinctAndMapBack() {
        servers.doing("files", "resources/read", (params, context) -> {
            assertThat(params.tree().path("uri").asString()).isEqualTo("file:///b/c");
            return raw("{\"contents\":[{\"uri\":\"file:///b/c\",\"text\":\"hi\",\"odd\":[1.0]}]}");
        });
        servers.doing("files", "prompts/get", (params, context) -> {
            assertThat(params.tree().path("name").asString()).isEqualTo("greet");
            return raw("{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"resource\","
                    + "\"resource\":{\"uri\":\"file:///a\",\"text\":\"x\"}}}]}");
        });

        assertThat(result(ask("resources/templates/list", "", "{}"))
                        .tree()
                        .at("/resourceTemplates/0/uriTemplate")
                        .asString())
                .isEqualTo("casys.files+file:///{+path}");
        RawJson read = result(ask("resources/read", "\"uri\":\"casys.files+file:///b/c\"", "{}"));
        RawJson prompt = result(ask("prompts/get", "\"name\":\"files__greet\"", "{}"));

        assertThat(read.toString()).contains("{\"uri\":\"casys.files+file:///b/c\",\"text\":\"hi\",\"odd\":[1.0]}");
        assertThat(prompt.tree().at("/messages/0/content/resource/uri").asString())
                .isEqualTo("casys.files+file:///a");
    }

    @Test
    void aResourceThatNoServerCanHaveIsAMistakeInTheParameters() {
        assertThat(error(ask("resources/read", "\"uri\":\"file:///a\"", "{}")).code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void completionReachesThePromptOrTemplateItIsAbout() {
        servers.doing("files", "completion/complete", (params, context) -> {
            JsonNode reference = params.tree().path("ref");
            return raw(
                    "{\"completion\":{\"values\":[\"" + reference.path("name").asString("")
                            + reference.path("uri").asString("") + "\"]}}");
        });

        assertThat(result(ask(
                                "completion/complete",
                                "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"files__greet\"},\"argument\":{}",
                                "{}"))
                        .tree()
                        .at("/completion/values/0")
                        .asString())
                .isEqualTo("greet");
        assertThat(result(ask(
                                "completion/complete",
                                "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"casys.files+file:///{+path}\"},\"argument\":{}",
                                "{}"))
                        .tree()
                        .at("/completion/values/0")
                        .asString())
                .isEqualTo("file:///{+path}");
    }

    @Test
    void whatTheRequestMustSayOfItsClientIsRequired() {
        JsonRpcRequest bare = new JsonRpcRequest(
                new RequestId.IntegerId(1),
                "tools/list",
                Optional.of(raw("{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}")));

        assertThat(error(gateway.handle(inbound(bare, Caller.LOCAL), ClientStream.NONE))
                        .code())
                .isEqualTo(JsonRpcError.INVALID_PARAMS);
    }

    @Test
    void logMessagesReachOnlyARequestThatNamedALevel() {
        tools.doing("files:read_file", (arguments, context) -> {
            context.client().tell("notifications/message", Optional.of(raw("{\"level\":\"info\",\"data\":1}")));
            context.client().tell("notifications/message", Optional.of(raw("{\"level\":\"error\",\"data\":2}")));
            return raw("{\"content\":[]}");
        });
        List<JsonRpcMessage> without = new ArrayList<>();
        List<JsonRpcMessage> with = new ArrayList<>();

        gateway.handle(
                inbound(request("tools/call", "\"name\":\"files__read_file\"", "{}"), Caller.LOCAL), without::add);
        gateway.handle(
                inbound(
                        new JsonRpcRequest(
                                new RequestId.IntegerId(1),
                                "tools/call",
                                Optional.of(raw("{\"name\":\"files__read_file\",\"_meta\":{"
                                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                        + "\"io.modelcontextprotocol/clientCapabilities\":{},"
                                        + "\"io.modelcontextprotocol/logLevel\":\"warning\"}}"))),
                        Caller.LOCAL),
                with::add);

        assertThat(without).isEmpty();
        assertThat(with).hasSize(1);
        assertThat(servers.heard()).contains("level warning");
    }

    @Test
    void aListeningClientHearsWhatItAskedForUntilItLeaves() throws Exception {
        List<JsonRpcMessage> heard = Collections.synchronizedList(new ArrayList<>());
        Cancellation leaving = new Cancellation();
        CountDownLatch over = new CountDownLatch(1);
        JsonRpcRequest listen = request(
                "subscriptions/listen",
                "\"notifications\":{\"promptsListChanged\":true,\"resourceSubscriptions\":"
                        + "[\"casys.files+file:///a\",\"nonsense\"]}",
                "{}");
        Thread.ofVirtual().start(() -> {
            gateway.handle(
                    new Inbound(listen, Caller.LOCAL, Optional.empty(), Optional.empty(), UUID.randomUUID(), leaving),
                    heard::add);
            over.countDown();
        });
        await(() -> heard.size() == 1);

        gateway.notified("files", notification("notifications/resources/list_changed", "{}"), new Audience.Everyone());
        gateway.notified("files", notification("notifications/prompts/list_changed", "{}"), new Audience.Everyone());
        gateway.notified(
                "files",
                notification("notifications/resources/updated", "{\"uri\":\"file:///a\",\"x\":1}"),
                new Audience.Everyone());
        gateway.notified(
                "files",
                notification("notifications/resources/updated", "{\"uri\":\"file:///other\"}"),
                new Audience.Everyone());
        leaving.cancel();

        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).hasSize(3);
        JsonNode acknowledged = params(heard.get(0));
        assertThat(acknowledged.path("notifications").toString())
                .isEqualTo("{\"promptsListChanged\":true,\"resourceSubscriptions\":[\"casys.files+file:///a\"]}");
        assertThat(heard)
                .allSatisfy(message -> assertThat(params(message)
                                .path("_meta")
                                .path("io.modelcontextprotocol/subscriptionId")
                                .asInt())
                        .isEqualTo(7));
        assertThat(params(heard.get(2)).path("uri").asString()).isEqualTo("casys.files+file:///a");
        assertThat(servers.heard()).contains("subscribe files file:///a", "unsubscribe files file:///a");
    }

    private static JsonNode params(JsonRpcMessage message) {
        return assertInstanceOf(JsonRpcNotification.class, message)
                .params()
                .orElseThrow()
                .tree();
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }
}
