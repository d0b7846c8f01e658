// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiRecordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "api", "/", "/a/", "/a//b", "/a b", "/{A}", "/{}", "/a/../%2e", "/a?b"})
    void aPathThatIsNoneIsRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Route("GET", path, Set.of(), request -> RouteResponse.json(200, "{}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "get", "TRACE", "CONNECT"})
    void aMethodThatIsNoneIsRefused(String method) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Route(method, "/a", Set.of(), request -> RouteResponse.json(200, "{}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "public", "casys", "pg_catalog", "own", "information_schema", "A", "a-b", "a;b", "1a"})
    void aSchemaThatIsNotTheExtensionsOwnIsRefused(String schema) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Migration(schema, "db"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/db", "db/", "../db", "db\\x", "filesystem:db"})
    void aLocationOutsideTheClassPathIsRefused(String location) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Migration("casys_own", location));
    }

    @Test
    void aSettingsSectionHasKebabCaseNames() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SettingsSection("My", Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new SettingsSection("my", Set.of("a_b")));
        assertThat(new SettingsSection("my", Set.of("a-b")).keys()).containsExactly("a-b");
    }

    @Test
    void bodiesAreCopiedAndSecretsNeverShown() {
        byte[] bytes = {1, 2};
        Body body = Body.of(bytes);
        bytes[0] = 9;
        body.bytes()[1] = 9;
        assertThat(body.bytes()).containsExactly(1, 2);
        TenantDatabase database = new TenantDatabase() {
            @Override
            public <R> R inTenant(ai.casys.shared.identity.TenantId tenant, Work<R> work) {
                throw new AssertionError("nobody asked for the database");
            }
        };
        assertThat(new Secret("TOP") + " " + Body.of("TOP") + new ExtensionContext(Map.of("key", "TOP"), database))
                .doesNotContain("TOP");
    }

    @Test
    void aStatusOutOfRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RouteResponse.json(199, "{}"));
    }
}
