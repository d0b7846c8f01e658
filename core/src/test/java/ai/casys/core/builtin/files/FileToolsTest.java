// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.core.builtin.tool.ToolResult;
import ai.casys.shared.jsonrpc.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FileToolsTest {

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    private List<BuiltinTool> tools;

    @BeforeEach
    void make() {
        tools = FilesServer.tools(List.of(first, second));
    }

    @Test
    void longTextIsReadInParts() throws IOException {
        Files.writeString(first.resolve("long.txt"), "1\n2\n3\n4\n5\n");
        JsonNode part = call("read", "{\"path\": \"long.txt\", \"start_line\": 2, \"end_line\": 3}");
        assertThat(part.get("text").asString()).isEqualTo("2\n3\n");
        assertThat(part.get("last_line").asInt()).isEqualTo(3);
        assertThat(part.get("more").asBoolean()).isTrue();
        JsonNode cut = call("read", "{\"path\": \"long.txt\", \"max_bytes\": 3}");
        assertThat(cut.get("text").asString()).isEqualTo("1\n2");
        assertThat(cut.get("truncated").asBoolean()).isTrue();
        assertThat(call("read", "{\"path\": \"long.txt\"}").get("more").asBoolean())
                .isFalse();
    }

    @Test
    void imagesAndOtherDataComeAsWhatTheyAre() throws IOException {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};
        Files.write(first.resolve("dot.png"), png);
        Files.write(first.resolve("data.bin"), new byte[] {0, 1, 2, 3});
        JsonNode image = run("read", "{\"path\": \"dot.png\"}").toRawJson().tree();
        assertThat(image.get("content").get(0).get("type").asString()).isEqualTo("image");
        assertThat(image.get("content").get(0).get("mimeType").asString()).isEqualTo("image/png");
        assertThat(call("read", "{\"path\": \"data.bin\", \"max_bytes\": 3}")
                        .get("base64")
                        .asString())
                .isEqualTo("AAEC");
    }

    @Test
    void anExistingFileIsReplacedOnlyOnRequestAndKeepsItsAccessRights() throws IOException {
        call("write", "{\"path\": \"deep/er/f.txt\", \"text\": \"one\"}");
        assertFails("write", "{\"path\": \"deep/er/f.txt\", \"text\": \"two\"}", "overwrite");
        Path file = first.resolve("deep/er/f.txt");
        boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
        if (posix) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        }
        call("write", "{\"path\": \"deep/er/f.txt\", \"text\": \"two\", \"overwrite\": true}");
        assertThat(file).hasContent("two");
        if (posix) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rwxr-x---");
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void editsAreAllOrNothingAndExact() throws IOException {
        Files.writeString(first.resolve("f.txt"), "a\r\nb\r\nb\r\n");
        assertFails(
                "edit",
                "{\"path\": \"f.txt\", \"edits\": [{\"old_text\": \"a\", \"new_text\": \"x\"}, {\"old_text\": \"b\","
                        + " \"new_text\": \"y\"}]}",
                "occurs 2 times");
        assertThat(first.resolve("f.txt")).hasBinaryContent("a\r\nb\r\nb\r\n".getBytes(StandardCharsets.UTF_8));
        JsonNode dry = call(
                "edit",
                "{\"path\": \"f.txt\", \"dry_run\": true, \"edits\": [{\"old_text\": \"b\", \"new_text\": \"y\","
                        + " \"expected_count\": 2}]}");
        assertThat(dry.get("written").asBoolean()).isFalse();
        assertThat(dry.get("diff").asString()).contains("-b", "+y");
        call("edit", "{\"path\": \"f.txt\", \"edits\": [{\"old_text\": \"a\\r\\nb\", \"new_text\": \"c\"}]}");
        assertThat(Files.readString(first.resolve("f.txt"))).isEqualTo("c\r\nb\r\n");
    }

    @Test
    void moveReplacesNothingByAccident() throws IOException {
        Files.writeString(first.resolve("a"), "A");
        Files.writeString(first.resolve("b"), "B");
        Files.createDirectory(first.resolve("dir"));
        assertFails("move", "{\"from\": \"a\", \"to\": \"b\"}", "overwrite");
        assertFails("move", "{\"from\": \"a\", \"to\": \"dir\"}", "is a folder");
        assertFails("move", "{\"from\": \"dir\", \"to\": \"b\", \"overwrite\": true}", "exists");
        assertFails("move", "{\"from\": \"dir\", \"to\": \"dir/inside\"}", "dir");
        call("move", "{\"from\": \"a\", \"to\": \"b\", \"overwrite\": true}");
        assertThat(first.resolve("b")).hasContent("A");
        call("move", "{\"from\": \"dir\", \"to\": \"new/dir2\"}");
        assertThat(first.resolve("new/dir2")).isDirectory();
        assertFails("move", "{\"from\": \"none\", \"to\": \"x\"}", "does not exist");
        assertThat(first.resolve("x")).doesNotExist();
    }

    @Test
    void onlyEmptyFoldersAreDeletedAndNeverARoot() throws IOException {
        call("write", "{\"path\": \"d/f\", \"text\": \"\"}");
        assertFails("delete", "{\"path\": \"d\"}", "not empty");
        assertFails("delete", "{\"path\": \".\"}", "root");
        call("delete", "{\"path\": \"d/f\"}");
        call("delete", "{\"path\": \"d\"}");
        assertThat(first.resolve("d")).doesNotExist();
    }

    @Test
    void searchFindsLinesWithContextAndSkipsOtherData() throws IOException {
        Files.writeString(first.resolve("a.txt"), "one\ntwo\nthree\n");
        Files.createDirectories(first.resolve("x/y"));
        Files.writeString(first.resolve("x/y/b.md"), "TWO and two");
        Files.write(first.resolve("c.bin"), new byte[] {'t', 'w', 'o', 0});
        JsonNode found = call("search", "{\"query\": \"two\", \"ignore_case\": true, \"context\": 1}");
        assertThat(found.get("matches")).hasSize(2);
        assertThat(found.get("matches").get(0).get("before").get(0).asString()).isEqualTo("one");
        assertThat(found.get("files_skipped").asInt()).isEqualTo(1);
        assertThat(call("search", "{\"query\": \"two\", \"glob\": \"x/**/*.md\"}")
                        .get("matches"))
                .hasSize(1);
        assertThat(call("search", "{\"query\": \".\", \"regex\": true, \"max_results\": 2}")
                        .get("truncated")
                        .asBoolean())
                .isTrue();
        assertThat(call("search", "{\"query\": \".\"}").get("matches")).isEmpty();
    }

    @Test
    void listIsOrderedLimitedAndFiltered() throws IOException {
        for (String name : List.of("b.txt", "a.md", "z/q.txt", "z/r.md")) {
            call("write", "{\"path\": \"" + name + "\", \"text\": \"x\"}");
        }
        assertThat(paths(call("list", "{}"))).containsExactly("a.md", "b.txt", "z");
        assertThat(paths(call("list", "{\"depth\": 3, \"glob\": \"*.{md,txt}\"}")))
                .containsExactly("a.md", "b.txt", "z/q.txt", "z/r.md");
        JsonNode limited = call("list", "{\"max_entries\": 1}");
        assertThat(paths(limited)).containsExactly("a.md");
        assertThat(limited.get("truncated").asBoolean()).isTrue();
    }

    @Test
    void aSecondRootIsReachedByItsFullPathOrWhenItAloneHasTheFile() throws IOException {
        Files.writeString(second.resolve("only.txt"), "second");
        JsonNode read = call("read", "{\"path\": \"only.txt\"}");
        assertThat(read.get("text").asString()).isEqualTo("second");
        assertThat(Path.of(read.get("path").asString())).isEqualTo(second.resolve("only.txt"));
        assertThat(call("read", "{\"path\": \"" + read.get("path").asString() + "\"}")
                        .get("text")
                        .asString())
                .isEqualTo("second");
        call("move", "{\"from\": \"only.txt\", \"to\": \"mine.txt\"}");
        assertThat(first.resolve("mine.txt")).hasContent("second");
    }

    private List<String> paths(JsonNode listing) {
        return Stream.of(listing.get("entries"))
                .flatMap(entries -> entries.values().stream())
                .map(entry -> entry.get("path").asString())
                .toList();
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> all = Files.walk(first)) {
            return all.filter(path -> path.getFileName().toString().startsWith(PathRules.TEMPORARY_PREFIX))
                    .toList();
        }
    }

    private void assertFails(String tool, String arguments, String text) {
        assertThatThrownBy(() -> run(tool, arguments))
                .isInstanceOf(ToolFailure.class)
                .hasMessageContaining(text);
    }

    private JsonNode call(String tool, String arguments) throws IOException {
        return run(tool, arguments).structured().orElseThrow();
    }

    private ToolResult run(String name, String arguments) throws IOException {
        BuiltinTool tool = tools.stream()
                .filter(candidate -> candidate.definition().name().equals(name))
                .findFirst()
                .orElseThrow();
        Budget budget = new Budget(CallContext.of(Caller.LOCAL, Duration.ofSeconds(30)));
        return tool.call(
                Arguments.read(RawJson.parse(arguments), tool.definition().parameters()), budget);
    }
}
