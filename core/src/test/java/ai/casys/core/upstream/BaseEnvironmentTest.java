// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class BaseEnvironmentTest {

    @Test
    void onlyHarmlessVariablesArePassedOn() {
        BaseEnvironment base = BaseEnvironment.from(Map.ofEntries(
                Map.entry("PATH", "/bin"),
                Map.entry("HOME", "/home/ada"),
                Map.entry("LC_ALL", "C.UTF-8"),
                Map.entry("SystemRoot", "C:\\Windows"),
                Map.entry("DATABASE_URL", "postgres://secret"),
                Map.entry("CASYS_API_KEY", "secret"),
                Map.entry("GITHUB_CLIENT_SECRET", "secret"),
                Map.entry("JAVA_TOOL_OPTIONS", "-Dx"),
                Map.entry("LD_PRELOAD", "x.so"),
                Map.entry("NODE_OPTIONS", "--require x"),
                Map.entry("ENABLE_BYOK", "true")));

        assertThat(base.variables()).containsOnlyKeys("PATH", "HOME", "LC_ALL", "SystemRoot");
    }

    @Test
    void aConfiguredVariableWinsOverTheBase() {
        BaseEnvironment base = BaseEnvironment.from(Map.of("PATH", "/bin", "HOME", "/home/ada"));

        assertThat(base.with(Map.of("PATH", "/opt/bin", "TOKEN", "t")))
                .isEqualTo(Map.of("PATH", "/opt/bin", "HOME", "/home/ada", "TOKEN", "t"));
    }
}
