// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Where settings come from, and which wins. */
final class SettingsLoaderTest extends SettingsFixture {

    @Test
    void everyDefaultIsPinned() {
        Path home = user.resolve(".casys");
        assertThat(loader(Map.of()).load())
                .isEqualTo(new LoadedSettings(
                        new Settings(
                                home,
                                home.resolve("casys.json"),
                                Mode.LOCAL,
                                Edition.CORE,
                                Set.of(),
                                new HttpSettings(
                                        "127.0.0.1",
                                        3003,
                                        Optional.empty(),
                                        Set.of(),
                                        Set.of(),
                                        16_777_216,
                                        Duration.ofMinutes(60),
                                        false),
                                new DatabaseSettings(Optional.empty(), Optional.empty(), 10),
                                new KeysetSettings(Optional.empty()),
                                new SessionSettings(Duration.ofMinutes(10)),
                                new UpstreamSettings(Duration.ofSeconds(60), Duration.ofSeconds(120), 33_554_432, 256),
                                new BuiltinSettings(
                                        Set.of(),
                                        List.of(home.resolve("files")),
                                        Set.of(),
                                        5_242_880,
                                        Duration.ofSeconds(20)),
                                new CatalogSettings(
                                        CatalogSettings.Reaction.WARN,
                                        CatalogSettings.Reaction.WARN,
                                        CatalogSettings.Reaction.WARN),
                                new LearningSettings(true, Duration.ofDays(30), 5_000, 20_000, 1_000, true, 5),
                                SearchSettings.DEFAULTS,
                                new Exposure.Meta(),
                                ViewSettings.NONE,
                                Map.of()),
                        new LoadedServers(Map.of(), List.of(), List.of()),
                        false,
                        Map.of()));
    }

    @Test
    void everyKeyOfTheFileIsRead() throws IOException {
        config("""
                {
                  // Comments and trailing commas are what editors leave behind.
                  "casys": {
                    "expose": ["github__*", "memory__read_*"],
                    "http": {
                      "host": "localhost", "port": 4000, "public-url": "https://casys.example/base/",
                      "allowed-origins": ["https://app.example", "http://localhost:5173"],
                      "allowed-hosts": ["Casys.Example"], "max-body-bytes": 2048, "session-idle": "5m",
                      "require-token": true,
                    },
                    "database": {"url": "postgresql://m:pw@db/x", "app-url": "jdbc:postgresql://db/x", "pool-size": 3},
                    "sessions": {"parked-for": "30s"},
                    "learning": {"enabled": false, "half-life": "7d", "max-intents": 200, "max-edges": 300, "max-runs": 50,
                                 "shared-prior": false, "shared-by": 9},
                    "upstream": {"start-timeout": "250ms", "call-timeout": "1h", "max-message-bytes": 4096,
                                 "max-in-flight": 7},
                    "builtin": {"disabled": ["web"], "files": {"roots": ["~/notes", "relative"]},
                                "web": {"allow": ["10.0.0.0/8", "intranet"], "max-bytes": 9999, "timeout": "3s"}},
                  },
                }
                """);
        Settings settings = loader(Map.of()).load().settings();
        assertThat(settings.exposure()).isEqualTo(new Exposure.Matching(List.of("github__*", "memory__read_*")));
        assertThat(settings.http())
                .isEqualTo(new HttpSettings(
                        "localhost",
                        4000,
                        Optional.of(URI.create("https://casys.example/base")),
                        Set.of("https://app.example", "http://localhost:5173"),
                        Set.of("casys.example"),
                        2048,
                        Duration.ofMinutes(5),
                        true));
        assertThat(settings.database())
                .isEqualTo(new DatabaseSettings(
                        Optional.of("postgresql://m:pw@db/x"), Optional.of("jdbc:postgresql://db/x"), 3));
        assertThat(settings.sessions()).isEqualTo(new SessionSettings(Duration.ofSeconds(30)));
        assertThat(settings.learning())
                .isEqualTo(new LearningSettings(false, Duration.ofDays(7), 200, 300, 50, false, 9));
        assertThat(settings.upstream())
                .isEqualTo(new UpstreamSettings(Duration.ofMillis(250), Duration.ofHours(1), 4096, 7));
        assertThat(settings.builtin())
                .isEqualTo(new BuiltinSettings(
                        Set.of("web"),
                        List.of(user.resolve("notes"), user.resolve(".casys/relative")),
                        Set.of("10.0.0.0/8", "intranet"),
                        9999,
                        Duration.ofSeconds(3)));
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        config(
                "{\"casys\": {\"http\": {\"host\": \"localhost\", \"port\": 1, \"public-url\": \"https://file.example\"}}}");
        Map<String, String> environment = Map.of(
                "CASYS_PORT",
                "2",
                "CASYS_HOST",
                "127.0.0.2",
                "CASYS_PUBLIC_URL",
                "https://env.example",
                "CASYS_EDITION",
                "cloud");
        assertThat(loader(Map.of()).load().settings().http())
                .extracting(HttpSettings::host, HttpSettings::port)
                .containsExactly("localhost", 1);
        Settings fromEnvironment = loader(environment).load().settings();
        assertThat(fromEnvironment.http().port()).isEqualTo(2);
        assertThat(fromEnvironment.http().host()).isEqualTo("127.0.0.2");
        assertThat(fromEnvironment.http().publicUrl()).contains(URI.create("https://env.example"));
        assertThat(fromEnvironment.edition()).isEqualTo(Edition.CLOUD);
        Settings fromCommandLine = SettingsLoader.of(
                        environment,
                        user,
                        new Overrides(Optional.empty(), Optional.of("::1"), Optional.of(3), Optional.of(Edition.CORE)))
                .load()
                .settings();
        assertThat(fromCommandLine.http().port()).isEqualTo(3);
        assertThat(fromCommandLine.http().host()).isEqualTo("::1");
        assertThat(fromCommandLine.edition()).isEqualTo(Edition.CORE);
    }

    @Test
    void environmentVariablesAreRead() throws IOException {
        Path file = Files.writeString(user.resolve("other.json"), "{\"mcpServers\": {\"a\": {\"command\": \"x\"}}}");
        LoadedSettings loaded = loader(Map.of(
                        "CASYS_HOME", "~/elsewhere",
                        "CASYS_CONFIG", file.toString(),
                        "CASYS_ENV", "production",
                        "DATABASE_URL", "postgres://u:pw@h/d",
                        "DATABASE_APP_URL", "postgres://a:pw@h/d",
                        "GITHUB_CLIENT_ID", "id",
                        "ENABLE_SSO", "true",
                        "ENABLE_BYOK", "0",
                        "CASYS_TEST_ANYTHING", "x",
                        "CASYS_PORT", " "))
                .load();
        assertThat(loaded.production()).isTrue();
        Settings settings = loaded.settings();
        assertThat(settings.home()).isEqualTo(user.resolve("elsewhere"));
        assertThat(settings.configFile()).isEqualTo(file);
        assertThat(settings.mode()).isEqualTo(Mode.CLOUD);
        assertThat(settings.flags()).containsExactly(FeatureFlag.ENABLE_SSO);
        assertThat(settings.database().url()).contains("postgres://u:pw@h/d");
        assertThat(settings.servers()).containsOnlyKeys("a");
        assertThat(settings.http().port()).isEqualTo(3003);
    }

    @Test
    void variablesOfTheStartScriptAreLetThrough() throws IOException {
        Path script = Path.of(System.getProperty("casys.root", "..")).resolve("casys");
        assumeThat(script).exists();
        Matcher matcher = Pattern.compile("CASYS_[A-Z_]+").matcher(Files.readString(script));
        while (matcher.find()) {
            assertThat(loader(Map.of(matcher.group(), "")).load()).isNotNull();
        }
    }

    @Test
    void toStringNeverShowsASecret() throws IOException {
        config("""
                {"mcpServers": {
                   "a": {"command": "run", "args": ["--key", "TOP-arg"], "env": {"TOKEN": "TOP-env"}},
                   "b": {"url": "https://h.example/mcp?key=TOP-query", "headers": {"Authorization": "TOP-header"}},
                   "c": {"url": "https://user:TOP-userinfo@h.example/mcp"}},
                 "casys": {"database": {"url": "postgres://u:TOP-db@h/d", "app-url": "postgres://u:TOP-app@h/d"},
                           "extra": {"key": "TOP-extension"}}}
                """);
        LoadedSettings loaded = loader(Map.of())
                .withExtensionSections(Map.of("extra", Set.of("key")))
                .load();
        assertThat(loaded.extensionSettings()).isEqualTo(Map.of("extra", Map.of("key", "TOP-extension")));
        assertThat(loaded.settings().servers()).containsOnlyKeys("a", "b");
        assertThat(loaded + " " + loaded.servers())
                .contains("TOKEN", "Authorization")
                .doesNotContain("TOP-");
        assertThat(RemoteGateway.from(Map.of("CASYS_URL", "https://h.example/", "CASYS_API_KEY", "TOP-key")))
                .hasValueSatisfying(remote -> {
                    assertThat(remote.url()).isEqualTo(URI.create("https://h.example"));
                    assertThat(remote.apiKey()).contains("TOP-key");
                    assertThat(remote.toString()).doesNotContain("TOP-");
                });
    }

    @Test
    void filesOfWindowsEditorsAreRead() throws IOException {
        String text = "{\"casys\": {\"http\": {\"port\": 5}}}";
        Files.write(configFile(), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
        assertThat(loader(Map.of()).load().settings().http().port()).isEqualTo(5);
        Files.write(configFile(), text.getBytes(StandardCharsets.UTF_16));
        assertThat(loader(Map.of()).load().settings().http().port()).isEqualTo(5);
    }
}
