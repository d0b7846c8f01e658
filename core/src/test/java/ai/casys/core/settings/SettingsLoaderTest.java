// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {

    @TempDir
    private Path user;

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
    void aMissingDefaultFileIsFineAndAMissingNamedOneIsNot() {
        assertThat(loader(Map.of()).load().servers()).isEqualTo(LoadedServers.NONE);
        refused(
                () -> loader(Map.of("CASYS_CONFIG", "nowhere.json")).load(),
                "nowhere.json",
                "does not exist",
                "CASYS_CONFIG");
        Overrides named =
                new Overrides(Optional.of(Path.of("lost.json")), Optional.empty(), Optional.empty(), Optional.empty());
        refused(() -> SettingsLoader.of(Map.of(), user, named).load(), "lost.json", "--config");
        Overrides folder = new Overrides(Optional.of(user), Optional.empty(), Optional.empty(), Optional.empty());
        refused(() -> SettingsLoader.of(Map.of(), user, folder).load(), "not a regular file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"exposes\": \"all\"}                     | casys.exposes      | casys.expose?",
                "{\"http\": {\"prot\": 1}}                  | casys.http.prot    | casys.http.port?",
                "{\"http\": {\"publicUrl\": \"x\"}}         | casys.http.publicUrl | casys.http.public-url?",
                "{\"http\": {\"public_url\": \"x\"}}        | casys.http.public_url | write casys.http.public-url instead",
                "{\"port\": 1}                              | casys.port         | write casys.http.port instead",
                "{\"builtin\": {\"web\": {\"alow\": []}}}   | casys.builtin.web.alow | casys.builtin.web.allow?",
                "{\"zzzzzzzz\": 1}                          | casys.zzzzzzzz     | known here: builtin, catalog, clients, database"
            })
    void anUnknownKeyIsRefusedWithTheNearestKnownOne(String section, String path, String remedy) throws IOException {
        config("{\"casys\": " + section + "}");
        refused(() -> loader(Map.of()).load(), path, remedy);
    }

    @Test
    void everyReplacementOfADefunctKeyIsAKnownKey() throws IOException {
        for (DefunctKey key : DefunctKey.ALL) {
            String[] names = key.replacement().split("\\.");
            String json = "{}";
            for (int at = names.length - 1; at >= 0; at--) {
                json = "{\"" + names[at] + "\": " + (at == names.length - 1 ? "null" : json) + "}";
            }
            config(json);
            assertThat(loader(Map.of()).load()).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"http\": {\"port\": 70000}}              | casys.http.port is 70000     | from 0 to 65535",
                "{\"http\": {\"port\": \"3003\"}}           | casys.http.port is \"3003\"  | whole number",
                "{\"http\": {\"port\": 1.5}}                | casys.http.port is 1.5       | whole number",
                "{\"http\": {\"port\": 99999999999999}}     | casys.http.port is 999       | whole number",
                "{\"http\": []}                             | casys.http is a list         | object",
                "{\"http\": {\"require-token\": \"yes\"}}   | require-token is \"yes\"     | true or false",
                "{\"http\": {\"session-idle\": \"5 min\"}}  | session-idle is \"5 min\"    | \"5m\"",
                "{\"http\": {\"session-idle\": \"900d\"}}   | session-idle is \"900d\"     | 1s to 30d",
                "{\"http\": {\"public-url\": \"casys\"}}    | casys.http.public-url        | https://",
                "{\"http\": {\"public-url\": \"https://u:p@h\"}} | casys.http.public-url   | without user name",
                "{\"http\": {\"allowed-origins\": [\"*\"]}} | casys.http.allowed-origins   | no *",
                "{\"http\": {\"allowed-hosts\": [\"a:1\"]}} | casys.http.allowed-hosts     | without scheme",
                "{\"http\": {\"allowed-hosts\": \"a\"}}     | casys.http.allowed-hosts     | list of texts",
                "{\"http\": {\"host\": \"  \"}}             | casys.http.host              | not blank",
                "{\"database\": {\"pool-size\": 0}}         | casys.database.pool-size is 0 | 1 to 200",
                "{\"database\": {\"app-url\": \"postgres://h/d\"}} | DATABASE_APP_URL       | set both",
                "{\"builtin\": {\"disabled\": [\"webb\"]}}  | casys.builtin.disabled       | csv, files, json",
                "{\"builtin\": {\"web\": {\"allow\": [\"10.0.0.0/33\"]}}} | casys.builtin.web.allow | 10.0.0.0/8",
                "{\"expose\": \"some\"}                     | casys.expose is \"some\"     | \"meta\"",
                "{\"expose\": []}                           | casys.expose                 | 1 to 1000 globs",
                "{\"expose\": [\"a b\"]}                    | casys.expose                 | letters",
                "{\"expose\": \"plain\"}                    | 0 servers                    | exactly one",
                "{\"http\": {\"host\": \"${NOPE}\"}}        | casys.http.host uses         | NOPE"
            })
    void aWrongValueIsRefusedWithPlaceValueAndRule(String section, String place, String rule) throws IOException {
        config("{\"casys\": " + section + "}");
        refused(() -> loader(Map.of()).load(), place, rule);
    }

    @Test
    void aWrongDatabaseAddressIsNeverQuoted() throws IOException {
        config("{\"casys\": {\"database\": {\"url\": \"mysql://u:TOP@h/d\"}}}");
        assertThatThrownBy(() -> loader(Map.of()).load())
                .hasMessageContaining("casys.database.url")
                .hasMessageNotContaining("TOP");
        config("{}");
        assertThatThrownBy(() -> loader(Map.of("DATABASE_URL", "u:TOP@h/d")).load())
                .hasMessageContaining("DATABASE_URL")
                .hasMessageNotContaining("TOP");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CASYS_PROT      | 1        | did you mean CASYS_PORT?",
                "CASYS_PUBLICURL | x        | did you mean CASYS_PUBLIC_URL?",
                "CASYS_QUUXQUUX  | x        | known are",
                "CASYS_PORT      | 66000    | 0 to 65535",
                "CASYS_PORT      | many     | 0 to 65535",
                "CASYS_HOST      | a b      | host name",
                "CASYS_EDITION   | gold     | core or cloud",
                "CASYS_ENV       | prod     | production, development or test",
                "ENABLE_SSO      | perhaps  | true or false",
                "CASYS_PUBLIC_URL | h       | https://"
            })
    void aWrongEnvironmentVariableIsRefused(String name, String value, String remedy) {
        refused(() -> loader(Map.of(name, value)).load(), name, remedy);
    }

    @Test
    void aSyntaxErrorNamesLineAndColumnAndQuotesNothing() throws IOException {
        config("{\n  \"mcpServers\": {\n    \"a\": {\"env\": {\"KEY\": ghp_TOPSECRET}}\n  }\n}");
        assertThatThrownBy(() -> loader(Map.of()).load())
                .hasMessageContaining("line 3, column ")
                .hasMessageContaining("casys.json")
                .hasMessageNotContaining("TOPSECRET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "[]",
                "null",
                "42",
                "{\"a\": 1} {\"b\": 2}",
                "{\"a\": 1, \"a\": 2}",
                "{",
                "{\"a\": \"",
                "\u0000"
            })
    void whatIsNoJsonObjectIsRefused(String text) throws IOException {
        config(text);
        refused(() -> loader(Map.of()).load(), "casys.json");
    }

    @Test
    void hugeAndDeepFilesAreRefused() throws IOException {
        Files.write(configFile(), new byte[ConfigJson.MAX_BYTES + 1]);
        refused(() -> loader(Map.of()).load(), "longer than 4194304 bytes");
        config("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        refused(() -> loader(Map.of()).load(), "casys.json");
    }

    @Test
    void filesOfWindowsEditorsAreRead() throws IOException {
        String text = "{\"casys\": {\"http\": {\"port\": 5}}}";
        Files.write(configFile(), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
        assertThat(loader(Map.of()).load().settings().http().port()).isEqualTo(5);
        Files.write(configFile(), text.getBytes(StandardCharsets.UTF_16));
        assertThat(loader(Map.of()).load().settings().http().port()).isEqualTo(5);
    }

    @Test
    void anExtensionsSectionIsCheckedLikeOurOwn() throws IOException {
        config("{\"casys\": {\"extra\": {\"kez\": \"x\"}}}");
        refused(() -> loader(Map.of()).load(), "casys.extra is not a setting");
        SettingsLoader loader = loader(Map.of()).withExtensionSections(Map.of("extra", Set.of("key")));
        refused(loader::load, "casys.extra.kez", "casys.extra.key?");
    }

    private static void refused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CasysException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION))
                .hasMessageContainingAll(parts);
    }

    private SettingsLoader loader(Map<String, String> environment) {
        return SettingsLoader.of(environment, user, Overrides.NONE);
    }

    private Path configFile() throws IOException {
        return Files.createDirectories(user.resolve(".casys")).resolve("casys.json");
    }

    private void config(String text) throws IOException {
        Files.writeString(configFile(), text);
    }
}
