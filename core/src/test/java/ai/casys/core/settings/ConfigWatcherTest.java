// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatcherTest {

    @TempDir
    private Path user;

    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private Path file = Path.of("unset");
    private Optional<ConfigWatcher> watcher = Optional.empty();

    @BeforeEach
    void createFile() throws IOException {
        file = Files.createDirectories(user.resolve(".casys")).resolve("casys.json");
        Files.writeString(file, servers("a"));
    }

    @AfterEach
    void stop() {
        watcher.ifPresent(ConfigWatcher::close);
    }

    @Test
    void aFileWrittenInPlaceIsNoticed() throws Exception {
        watch(Duration.ofSeconds(60));
        Files.writeString(file, servers("a", "b"));
        assertThat(next()).isEqualTo("servers [a, b]");
    }

    @Test
    void aFileReplacedByAnEditorIsNoticed() throws Exception {
        watch(Duration.ofSeconds(60));
        Path other = Files.writeString(file.resolveSibling("casys.json.swp"), servers("c"));
        Files.delete(file);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(next()).isEqualTo("servers [c]");
    }

    @Test
    void aFileBehindASymbolicLinkIsNoticedByPolling() throws Exception {
        Path first =
                Files.writeString(Files.createDirectory(user.resolve("one")).resolve("c.json"), servers("a"));
        Files.delete(file);
        Files.createSymbolicLink(file, first);
        watch(Duration.ofMillis(50));
        Files.writeString(first, servers("linked"));
        assertThat(next()).isEqualTo("servers [linked]");
    }

    @Test
    void aChangeOfTheSameLengthAndTimeIsNoticed() throws Exception {
        FileTime time = Files.getLastModifiedTime(file);
        watch(Duration.ofSeconds(60));
        Files.writeString(file, servers("z"));
        Files.setLastModifiedTime(file, time);
        assertThat(next()).isEqualTo("servers [z]");
    }

    @Test
    void anInvalidOrLostFileKeepsTheConfigurationAndSaysSo() throws Exception {
        watch(Duration.ofMillis(50));
        Files.writeString(file, "{\"mcpServers\": ");
        assertThat(next()).startsWith("refused").contains("line 1", "running configuration stays");
        Files.writeString(file, servers("a") + "\n");
        Files.delete(file);
        assertThat(next()).startsWith("refused").contains("is gone");
        Files.writeString(file, servers("back"));
        assertThat(next()).isEqualTo("servers [back]");
    }

    @Test
    void aChangeThatConcernsNoServerIsNotHandedOn() throws Exception {
        watch(Duration.ofMillis(50));
        Files.writeString(
                file, "{\"casys\": {\"http\": {\"port\": 5}}, " + servers("a").substring(1));
        Files.writeString(file.resolveSibling("other.json"), "{}");
        Files.writeString(file, servers("a", "end"));
        assertThat(next()).isEqualTo("servers [a, end]");
    }

    @Test
    void aListenerThatFailsIsCalledAgain() throws Exception {
        SettingsLoader loader = SettingsLoader.of(Map.of(), user, Overrides.NONE);
        watcher = Optional.of(ConfigWatcher.start(loader, loader.load(), new ConfigWatcher.Listener() {
            @Override
            public void changed(LoadedServers servers) {
                heard.add("servers");
                throw new IllegalStateException("the listener is at fault");
            }

            @Override
            public void catalogChanged(CatalogSettings settings) {
                throw new IllegalStateException("the listener is at fault");
            }

            @Override
            public void viewsChanged(ViewSettings views) {
                throw new IllegalStateException("the listener is at fault");
            }

            @Override
            public void refused(String problem) {
                throw new IllegalStateException("the listener is at fault");
            }
        }));
        Files.writeString(file, servers("b"));
        assertThat(next()).isEqualTo("servers");
        Files.writeString(file, servers("c"));
        assertThat(next()).isEqualTo("servers");
    }

    @Test
    void whatHappensToChangedToolsIsHeardOfWithoutAnotherServer() throws Exception {
        watch(Duration.ofSeconds(60));
        String same = Files.readString(file);
        Files.writeString(file, same.replaceFirst("\\{", "{\"casys\":{\"catalog\":{\"on-change\":\"quarantine\"}},"));
        assertThat(next()).isEqualTo("catalog QUARANTINE");
        Files.writeString(file, same);
        assertThat(next()).isEqualTo("catalog WARN");
    }

    @Test
    void aChangedVirtualServerIsHandedOnAndNothingElse() throws Exception {
        watch(Duration.ofSeconds(60));
        Files.writeString(file, """
                {"mcpServers": {"a": {"command": "true"}},
                 "casys": {"virtual-servers": {"notes": {"servers": ["a"]}}}}
                """);
        String first = next();
        assertThat(first.startsWith("servers") ? next() : first).isEqualTo("views [notes]");
    }

    @Test
    void aFileThatAppearsLaterIsNoticed() throws Exception {
        Files.delete(file);
        watch(Duration.ofSeconds(60));
        Files.writeString(file, servers("new"));
        assertThat(next()).isEqualTo("servers [new]");
    }

    private void watch(Duration poll) {
        SettingsLoader loader = SettingsLoader.of(Map.of(), user, Overrides.NONE);
        watcher = Optional.of(ConfigWatcher.start(
                loader,
                loader.load(),
                new ConfigWatcher.Listener() {
                    @Override
                    public void changed(LoadedServers servers) {
                        heard.add("servers " + servers.definitions().keySet());
                    }

                    @Override
                    public void catalogChanged(CatalogSettings settings) {
                        heard.add("catalog " + settings.onChange());
                    }

                    @Override
                    public void viewsChanged(ViewSettings views) {
                        heard.add("views " + views.virtualServers().keySet());
                    }

                    @Override
                    public void refused(String problem) {
                        heard.add("refused: " + problem);
                    }
                },
                poll));
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS)).orElse("nothing within 20 seconds");
    }

    private static String servers(String... names) {
        StringBuilder json = new StringBuilder("{\"mcpServers\": {");
        for (String name : names) {
            json.append(json.charAt(json.length() - 1) == '{' ? "" : ", ")
                    .append("\"" + name + "\": {\"command\": \"x\"}");
        }
        return json.append("}}").toString();
    }
}
