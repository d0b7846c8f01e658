// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;

/** A home without anything but the config that a test writes. */
abstract class SettingsFixture {

    @TempDir
    Path user;

    static void refused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CasysException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.CONFIGURATION))
                .hasMessageContainingAll(parts);
    }

    SettingsLoader loader(Map<String, String> environment) {
        return SettingsLoader.of(environment, user, Overrides.NONE);
    }

    Path configFile() throws IOException {
        return Files.createDirectories(user.resolve(".casys")).resolve("casys.json");
    }

    void config(String text) throws IOException {
        Files.writeString(configFile(), text);
    }
}
