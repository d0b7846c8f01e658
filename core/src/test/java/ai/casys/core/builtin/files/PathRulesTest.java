// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.casys.core.builtin.tool.ToolFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CON",
                "con.txt",
                "NUL",
                "a/aux",
                "com1.log",
                "LPT9",
                "COM¹",
                "conin$",
                "file.txt:stream",
                "a::$DATA",
                "what?",
                "a*b",
                "trailing.",
                "trailing ",
                "a\u0001b",
                "..\\..\\x",
                "nul .txt"
            })
    void namesThatAreNotFilesOnWindowsAreRefusedThere(String path) {
        assertThatThrownBy(() -> new PathRules(true).names(path)).isInstanceOf(ToolFailure.class);
    }

    @Test
    void windowsPathsAreReadAsSuch() {
        PathRules windows = new PathRules(true);
        assertThat(windows.names("a\\b/c")).containsExactly("a", "b", "c");
        assertThat(windows.isAbsolute("C:\\x")).isTrue();
        assertThat(windows.isAbsolute("\\\\server\\share")).isTrue();
        assertThat(windows.drive("c:/x")).isEqualTo("c:");
        assertThat(windows.names("console/common.txt")).containsExactly("console", "common.txt");
    }

    @Test
    void namesThatAreFilesElsewhereAreTakenThere() {
        assertThat(new PathRules(false).names("./a//con/x:y?/.")).containsExactly("a", "con", "x:y?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/../b", "a\u0000", "a\\b", "\ud800", ".casys-tmp-1", "a/.CASYS-TMP-x"})
    void dangerousPathsAreRefusedEverywhere(String path) {
        assertThatThrownBy(() -> new PathRules(false).names(path)).isInstanceOf(ToolFailure.class);
    }

    @Test
    void longNamesAreRefusedBeforeTheSystemSeesThem() {
        assertThatThrownBy(() -> new PathRules(false).names("ä".repeat(128))).isInstanceOf(ToolFailure.class);
        assertThatThrownBy(() -> new PathRules(false).names("a/".repeat(3_000))).isInstanceOf(ToolFailure.class);
    }
}
