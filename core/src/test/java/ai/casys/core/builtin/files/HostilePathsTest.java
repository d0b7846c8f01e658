// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import static org.assertj.core.api.Assertions.assertThat;

import ai.casys.core.api.CallContext;
import ai.casys.core.api.Caller;
import ai.casys.core.builtin.tool.Arguments;
import ai.casys.core.builtin.tool.Budget;
import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.Json;
import ai.casys.core.builtin.tool.ToolFailure;
import ai.casys.shared.jsonrpc.RawJson;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Nothing outside of the root is ever read, changed or even noticed, whatever the paths and links are. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "making symbolic links needs a privilege there")
class HostilePathsTest {

    private static final String SECRET = "TOP-SECRET-CONTENT";
    private static final String[] NAMES = {
        "a",
        "b",
        "c",
        "link",
        "up",
        "out",
        "secret.txt",
        "dangling",
        "..",
        ".",
        "",
        "...",
        "A",
        "sub",
        "outside",
        "root",
        "a\u0000b",
        "\\..\\..",
        "~",
        "%2e%2e",
        "..\u2215",
        "con",
        "file:secret",
        " ",
        "\n",
        "\ud83d",
        ".casys-tmp-1"
    };

    @TempDir
    private Path top;

    private Path root;
    private Path outside;
    private int aside;

    @BeforeEach
    void plant() throws IOException {
        root = Files.createDirectory(top.resolve("root"));
        outside = Files.createDirectory(top.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), SECRET);
        Files.createDirectory(outside.resolve("sub"));
        Files.writeString(outside.resolve("sub").resolve("secret.txt"), SECRET);
        Files.writeString(top.resolve("secret.txt"), SECRET);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noPathAndNoLinkLeadsOut(boolean handles) throws IOException {
        List<BuiltinTool> tools = tools(handles);
        Map<String, String> before = snapshot();
        Random random = new Random(handles ? 1 : 2);
        for (int i = 0; i < 2_500; i++) {
            if (i % 10 == 0) {
                plantLink(random);
            }
            BuiltinTool tool = tools.get(random.nextInt(tools.size()));
            String answer = call(tool, arguments(tool.definition().name(), random));
            assertThat(answer).doesNotContain(SECRET);
        }
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void whatIsOutsideLooksTheSameWhetherItExistsOrNot() {
        List<BuiltinTool> tools = tools(true);
        BuiltinTool info = tools.get(5);
        for (String place : List.of("", "/sub", "/secret.txt", "/none", "/none/none")) {
            String there = call(info, "{\"path\": \"" + outside + place + "\"}");
            assertThat(there).contains("outside of the folders").doesNotContain("secret");
        }
        assertThat(call(info, "{\"path\": \"" + root + "-2/x\"}")).contains("outside of the folders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "list", "search", "edit", "write", "info"})
    void aLinkInTheMiddleOfAPathIsNotFollowed(String tool) throws IOException {
        Files.createSymbolicLink(root.resolve("out"), outside);
        String extra = switch (tool) {
            case "search" -> ", \"query\": \"TOP\"";
            case "edit" -> ", \"edits\": [{\"old_text\": \"TOP\", \"new_text\": \"x\"}]";
            case "write" -> ", \"text\": \"x\", \"overwrite\": true";
            default -> "";
        };
        for (String path : List.of("out/sub", "out/secret.txt", "out/sub/secret.txt", "out/new.txt")) {
            String answer = call(named(tools(true), tool), "{\"path\": \"" + path + "\"" + extra + "}");
            assertThat(answer).startsWith("FAILED").contains("not a folder");
        }
        assertThat(call(named(tools(true), "list"), "{\"path\": \"out\"}")).startsWith("FAILED");
        assertThat(call(named(tools(true), "list"), "{\"depth\": 5}"))
                .contains("\"link\"")
                .doesNotContain("secret");
        assertThat(call(named(tools(true), "delete"), "{\"path\": \"out\"}")).contains("\"link\"");
        assertThat(outside.resolve("secret.txt")).hasContent(SECRET);
    }

    /** A folder is swapped for a link and back as fast as possible while tools work below it. */
    @Tag("slow")
    @Test
    void aFolderSwappedForALinkDuringTheCallLeadsNowhere() throws Exception {
        Files.createDirectory(root.resolve("real"));
        Files.writeString(root.resolve("real").resolve("secret.txt"), "harmless");
        Map<String, String> before = snapshot();
        AtomicBoolean over = new AtomicBoolean();
        Thread swapper = Thread.ofPlatform().start(() -> swap(over));
        try {
            List<BuiltinTool> tools = tools(true);
            for (int i = 0; i < 150; i++) {
                assertThat(call(named(tools, "read"), "{\"path\": \"door/secret.txt\"}"))
                        .doesNotContain(SECRET);
                assertThat(call(named(tools, "search"), "{\"query\": \"SECRET\"}"))
                        .doesNotContain(SECRET);
                call(
                        named(tools, "write"),
                        "{\"path\": \"door/new/n" + i % 7 + "\", \"text\": \"x\", \"overwrite\": true}");
                call(
                        named(tools, "move"),
                        "{\"from\": \"door/secret.txt\", \"to\": \"door/moved\", \"overwrite\": true}");
                call(
                        named(tools, "move"),
                        "{\"from\": \"door/moved\", \"to\": \"door/secret.txt\", \"overwrite\": true}");
                call(named(tools, "delete"), "{\"path\": \"door/new/n" + i % 5 + "\"}");
            }
        } finally {
            over.set(true);
            swapper.join();
        }
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void aFileSwappedForAPipeOrDeviceIsNotOpened() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        List<BuiltinTool> tools = tools(true);
        assertThat(call(named(tools, "read"), "{\"path\": \"pipe\"}")).contains("neither a file nor a folder");
        assertThat(call(named(tools, "search"), "{\"query\": \"x\"}")).contains("\"files_searched\":0");
        assertThat(call(named(tools, "write"), "{\"path\": \"pipe\", \"text\": \"x\", \"overwrite\": true}"))
                .startsWith("FAILED");
    }

    private void swap(AtomicBoolean over) {
        Path door = root.resolve("door");
        Path real = root.resolve("real");
        try {
            while (!over.get()) {
                atFreeDoor(door, () -> Files.move(real, door));
                Thread.onSpinWait();
                Files.move(door, real);
                atFreeDoor(door, () -> Files.createSymbolicLink(door, outside));
                Thread.onSpinWait();
                Files.delete(door);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The write tool rightly makes the folder when it finds none; that one is put aside. */
    private void atFreeDoor(Path door, FileAction action) throws IOException {
        while (true) {
            try {
                action.run();
                return;
            } catch (FileSystemException _) {
                Files.move(door, root.resolve("aside-" + aside++));
            }
        }
    }

    private interface FileAction {
        void run() throws IOException;
    }

    private String arguments(String tool, Random random) {
        ObjectNode arguments = Json.object();
        if (tool.equals("move")) {
            return Json.write(
                    arguments.put("from", path(random)).put("to", path(random)).put("overwrite", random.nextBoolean()));
        }
        arguments.put("path", path(random));
        switch (tool) {
            case "write" -> arguments.put("text", "inside").put("overwrite", random.nextBoolean());
            case "search" -> arguments.put("query", "SECRET");
            case "list" -> arguments.put("depth", 1 + random.nextInt(4));
            case "edit" ->
                arguments.putArray("edits").addObject().put("old_text", "i").put("new_text", "j");
            default -> arguments.size();
        }
        return Json.write(arguments);
    }

    private String path(Random random) {
        StringBuilder path = new StringBuilder(
                switch (random.nextInt(6)) {
                    case 0 -> root.toString();
                    case 1 -> "/";
                    case 2 -> outside.toString();
                    default -> "";
                });
        for (int i = random.nextInt(5); i >= 0; i--) {
            path.append(path.isEmpty() ? "" : "/").append(NAMES[random.nextInt(NAMES.length)]);
        }
        return path.toString();
    }

    /** Puts a link to some place inside or outside under one of the names the paths use. */
    private void plantLink(Random random) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .forEach(folders::add);
        }
        Path folder = folders.get(random.nextInt(folders.size()));
        Path link = folder.resolve(NAMES[random.nextInt(8)]);
        Path target = switch (random.nextInt(8)) {
            case 0 -> outside;
            case 1 -> outside.resolve("secret.txt");
            case 2 -> outside.resolve("sub");
            case 3 -> outside.resolve("not-there");
            case 4 -> Path.of("../outside");
            case 5 -> Path.of("..");
            case 6 -> top.resolve("secret.txt");
            default -> root;
        };
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, target);
        } else if (Files.isSymbolicLink(link) && random.nextBoolean()) {
            Files.delete(link);
        }
    }

    /** Everything outside of the root: names and contents. */
    private Map<String, String> snapshot() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.filter(path -> !path.startsWith(root)).toList()) {
                files.put(path.toString(), Files.isRegularFile(path) ? Files.readString(path) : "");
            }
        }
        return files;
    }

    private List<BuiltinTool> tools(boolean handles) {
        return FilesServer.tools(new FileArea(List.of(root), new PathRules(false), handles));
    }

    private static BuiltinTool named(List<BuiltinTool> tools, String name) {
        return tools.stream()
                .filter(tool -> tool.definition().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String call(BuiltinTool tool, String arguments) {
        try {
            Budget budget = new Budget(CallContext.of(Caller.LOCAL, Duration.ofSeconds(60)));
            return tool.call(
                            Arguments.read(
                                    RawJson.parse(arguments), tool.definition().parameters()),
                            budget)
                    .toRawJson()
                    .toString();
        } catch (ToolFailure e) {
            return "FAILED " + e.getMessage();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
