// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that are refused, and what is said about them. */
final class RefusedSettingsTest extends SettingsFixture {

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
                "{\"learning\": {\"shared-by\": 1}}       | casys.learning.shared-by is 1 | 2 to 1000",
                "{\"learning\": {\"half-life\": \"1h\"}} | half-life is \"1h\"         | 1d to 3650d",
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
                "CASYS_SEARCH_MODELS | minilm,gpt | minilm, bge, both",
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
    void anExtensionsSectionIsCheckedLikeOurOwn() throws IOException {
        config("{\"casys\": {\"extra\": {\"kez\": \"x\"}}}");
        refused(() -> loader(Map.of()).load(), "casys.extra is not a setting");
        SettingsLoader loader = loader(Map.of()).withExtensionSections(Map.of("extra", Set.of("key")));
        refused(loader::load, "casys.extra.kez", "casys.extra.key?");
    }
}
