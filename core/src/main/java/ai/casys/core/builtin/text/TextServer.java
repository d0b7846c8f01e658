// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.builtin.text;

import ai.casys.core.builtin.tool.BuiltinTool;
import ai.casys.core.builtin.tool.LinearPattern;
import ai.casys.core.builtin.tool.Parameter;
import ai.casys.core.builtin.tool.ToolFailure;
import com.google.re2j.Pattern;
import java.util.List;

/** Lists the tools of the {@code text} server. */
public final class TextServer {

    /** The longest text a tool takes, in UTF-16 units. */
    static final int MAX_TEXT = 1 << 20;

    private TextServer() {}

    /** The tools, which keep nothing between calls. */
    public static List<BuiltinTool> tools() {
        return List.of(
                new MatchTool(),
                new ReplaceTool(),
                new DiffTool(),
                new HashTool(),
                new EncodeTool(),
                new DecodeTool(),
                new CountTool());
    }

    static Parameter patternParameter() {
        return Parameter.text("pattern", LinearPattern.MAX_LENGTH, "Regular expression in RE2 syntax.")
                .mandatory();
    }

    static Parameter flagsParameter() {
        return Parameter.text(
                        "flags",
                        3,
                        "i: capitals do not matter, m: ^ and $ match at lines, s: the dot matches line ends.")
                .orElse("");
    }

    static LinearPattern pattern(String expression, String flags) {
        int bits = 0;
        for (int i = 0; i < flags.length(); i++) {
            bits |= flag(flags.charAt(i));
        }
        return LinearPattern.compile(expression, bits);
    }

    private static int flag(char letter) {
        return switch (letter) {
            case 'i' -> Pattern.CASE_INSENSITIVE;
            case 'm' -> Pattern.MULTILINE;
            case 's' -> Pattern.DOTALL;
            default -> throw new ToolFailure("Flag \"" + letter + "\" is not known; there are i, m and s.");
        };
    }
}
