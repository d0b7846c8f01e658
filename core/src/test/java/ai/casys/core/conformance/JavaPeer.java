// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.e2e.EngineProcess;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** The official Java SDK as a client of the matrix. It has neither tasks nor a way to cancel a call. */
final class JavaPeer implements AutoCloseable {

    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final List<String> updates = new CopyOnWriteArrayList<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final McpSyncClient client;

    JavaPeer(Downstream downstream) {
        client = McpClient.sync(transport(downstream))
                .requestTimeout(Duration.ofSeconds(20))
                .capabilities(McpSchema.ClientCapabilities.builder()
                        .roots(true)
                        .sampling()
                        .elicitation(true, true)
                        .build())
                .roots(McpSchema.Root.builder("file:///home/matrix").build())
                .sampling(request -> {
                    questions.add(((TextContent) request.messages().getFirst().content()).text());
                    return McpSchema.CreateMessageResult.builder(
                                    McpSchema.Role.ASSISTANT, "sampled words", "matrix-model")
                            .build();
                })
                .elicitation(request -> {
                    questions.add(request.message());
                    return accept(answers(request.requestedSchema()));
                })
                .urlElicitation(request -> {
                    questions.add(request.url());
                    return ElicitResult.builder(ElicitResult.Action.ACCEPT).build();
                })
                .progressConsumer(note -> progress.add(note.progress().intValue() + " " + note.message()))
                .resourcesUpdateConsumer(contents ->
                        contents.forEach(content -> updates.add(((McpSchema.TextResourceContents) content).text())))
                .build();
        client.initialize();
    }

    private static McpClientTransport transport(Downstream downstream) {
        return switch (downstream) {
            case Downstream.Endpoint(URI url) ->
                HttpClientStreamableHttpTransport.builder(url.getScheme() + "://" + url.getAuthority())
                        .build();
            case Downstream.Program(List<String> command, Map<String, String> environment) ->
                new StdioClientTransport(
                        ServerParameters.builder(command.getFirst())
                                .args(command.subList(1, command.size()))
                                .env(environment)
                                .build(),
                        McpJsonDefaults.getMapper());
        };
    }

    /** Whether the SDK can do this at all. */
    static boolean can(Behaviour behaviour) {
        return behaviour != Behaviour.CANCEL && behaviour != Behaviour.TASK;
    }

    /** Tries one behaviour; fails with an error that says what was different. */
    void attempt(Behaviour behaviour, String tools, String addresses) {
        switch (behaviour) {
            case CALL -> call(tools);
            case PROGRESS -> progress(tools);
            case ELICIT -> elicit(tools);
            case SAMPLE -> {
                assertThat(text(tools + "test_sampling", Map.of("prompt", "Say something")))
                        .isEqualTo("LLM response: sampled words");
                assertThat(questions.getLast()).isEqualTo("Say something");
            }
            case ROOTS ->
                assertThat(text(tools + "list_client_roots", Map.of())).isEqualTo("[\"file:///home/matrix\"]");
            case UPDATE -> update(tools, addresses);
            case PROMPT -> prompt(tools);
            case COMPLETION -> completion(tools, addresses);
            case CANCEL, TASK -> throw new IllegalArgumentException("the Java SDK cannot " + behaviour.label());
        }
    }

    private void call(String tools) {
        McpSchema.Tool listed = client.listTools().tools().stream()
                .filter(tool -> tool.name().equals(tools + "rich_definition"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("tools/list does not have the tool"));
        assertThat(listed.annotations().readOnlyHint()).isTrue();
        assertThat(listed.meta()).containsEntry("casys.example/tool", Map.of("order", List.of("b", "a")));
        CallToolResult result = client.callTool(CallToolRequest.builder(tools + "rich_definition")
                .arguments(Map.of("value", 21))
                .build());
        assertThat(result.structuredContent()).isEqualTo(Map.of("doubled", 42));
        assertThat(result.meta()).containsEntry("casys.example/answer", Map.of("nested", Map.of("kept", "yes")));
    }

    private void progress(String tools) {
        progress.clear();
        CallToolResult result = client.callTool(CallToolRequest.builder(tools + "count_steps")
                .arguments(Map.of("steps", 20, "pause_ms", 5))
                .progressToken("steps")
                .build());
        assertThat(text(result)).isEqualTo("Counted to 20.");
        List<String> expected = IntStream.rangeClosed(1, 20)
                .mapToObj(step -> step + " step " + step)
                .toList();
        EngineProcess.await("20 notifications, found " + progress, Duration.ofSeconds(5), () -> progress.size() >= 20);
        // The SDK hands notifications to its consumers in no order, even where it receives them in one.
        assertThat(progress).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void elicit(String tools) {
        assertThat(text(tools + "test_elicitation", Map.of("message", "Who are you?")))
                .isEqualTo(
                        "User response: action=accept, content={\"email\":\"my email\",\"username\":\"my username\"}");
        assertThat(questions.getLast()).isEqualTo("Who are you?");
        assertThat(text(tools + "test_elicitation_url", Map.of("url", "https://example.com/a?b=c")))
                .isEqualTo("Visit: action=accept");
        assertThat(questions.getLast()).isEqualTo("https://example.com/a?b=c");
    }

    private void update(String tools, String addresses) {
        String watched = addresses + "test://watched-resource";
        assertThat(client.listResources().resources())
                .extracting(McpSchema.Resource::uri)
                .contains(watched);
        updates.clear();
        client.subscribeResource(McpSchema.SubscribeRequest.builder(watched).build());
        String said = text(tools + "touch_resource", Map.of());
        EngineProcess.await("the update " + said, Duration.ofSeconds(8), () -> updates.contains(said));
        client.unsubscribeResource(McpSchema.UnsubscribeRequest.builder(watched).build());
    }

    private void prompt(String tools) {
        McpSchema.GetPromptResult result =
                client.getPrompt(McpSchema.GetPromptRequest.builder(tools + "test_prompt_with_arguments")
                        .arguments(Map.of("arg1", "one", "arg2", "two"))
                        .build());
        assertThat(((TextContent) result.messages().getFirst().content()).text())
                .isEqualTo("Prompt with arguments: arg1='one', arg2='two'");
    }

    private void completion(String tools, String addresses) {
        assertThat(complete(
                        McpSchema.PromptReference.builder(tools + "test_prompt_with_arguments")
                                .build(),
                        "arg1",
                        "par"))
                .containsExactly("paris", "park", "party");
        assertThat(complete(new McpSchema.ResourceReference(addresses + "test://template/{id}/data"), "id", "12"))
                .containsExactly("123", "124");
    }

    private List<String> complete(McpSchema.CompleteReference reference, String argument, String value) {
        return client.completeCompletion(
                        CompleteRequest.builder(reference, new CompleteRequest.CompleteArgument(argument, value))
                                .build())
                .completion()
                .values();
    }

    private String text(String tool, Map<String, Object> arguments) {
        return text(client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build()));
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }

    private static ElicitResult accept(Map<String, Object> content) {
        return ElicitResult.builder(ElicitResult.Action.ACCEPT).content(content).build();
    }

    private static Map<String, Object> answers(Map<String, Object> schema) {
        Map<String, Object> content = new TreeMap<>();
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.keySet().forEach(name -> content.put(String.valueOf(name), "my " + name));
        }
        return content;
    }

    @Override
    public void close() {
        client.closeGracefully();
    }
}
