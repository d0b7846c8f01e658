// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartupRulesTest {

    @TempDir
    private Path user;

    @ParameterizedTest
    @CsvSource({
        "CASYS_ENV,production,GITHUB_CLIENT_ID",
        "CASYS_HOST,0.0.0.0,127.0.0.1",
        "CASYS_HOST,::,127.0.0.1",
        "CASYS_HOST,192.168.1.5,127.0.0.1",
        "CASYS_HOST,my-laptop,127.0.0.1",
        "ENABLE_SSO,true,unset ENABLE_SSO",
        "CASYS_EDITION,cloud,edition core"
    })
    void localModeRefusesWhatWouldLetStrangersInOrCannotWork(String name, String value, String remedy) {
        assertThatThrownBy(() -> check(Map.of(name, value)))
                .isInstanceOfSatisfying(
                        CasysException.class,
                        e -> assertThat(e.category().exitCode()).isEqualTo(78))
                .hasMessageContainingAll(remedy, "GITHUB_CLIENT_ID");
    }

    @ParameterizedTest
    @CsvSource({"CASYS_ENV,production", "CASYS_HOST,0.0.0.0", "ENABLE_SSO,true", "CASYS_EDITION,cloud"})
    void cloudModeAllowsIt(String name, String value) {
        assertThatCode(() -> check(Map.of(name, value, "GITHUB_CLIENT_ID", "id")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST", "::1", "127.9.9.9"})
    void loopbackAddressesAreFine(String host) {
        assertThatCode(() -> check(Map.of("CASYS_HOST", host))).doesNotThrowAnyException();
    }

    @Test
    void aBlankClientIdIsLocalMode() {
        assertThatThrownBy(() -> check(Map.of("CASYS_ENV", "production", "GITHUB_CLIENT_ID", " ")))
                .isInstanceOf(CasysException.class);
    }

    private void check(Map<String, String> environment) {
        StartupRules.check(SettingsLoader.of(environment, user, Overrides.NONE).load());
    }
}
