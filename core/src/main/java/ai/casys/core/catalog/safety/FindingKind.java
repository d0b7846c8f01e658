// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.catalog.safety;

import java.util.Locale;

/** What a scan of a definition can find. */
public enum FindingKind {
    /** Characters that turn the direction of writing, so that a person reads another text than the model. */
    BIDIRECTIONAL_CONTROL("holds characters that change the direction of writing"),
    /** Characters without any appearance, such as U+200B, outside of the scripts and emoji that need them. */
    INVISIBLE_CHARACTER("holds characters that nobody sees"),
    /** Characters of the block of tags, which mirror ASCII without being shown. */
    TAG_CHARACTER("holds tag characters, which can carry a hidden text"),
    /** Variation selectors where they select nothing. */
    VARIATION_SELECTOR("holds variation selectors that select nothing, which can carry hidden bytes"),
    /** Control characters other than tab and line break. */
    CONTROL_CHARACTER("holds control characters"),
    /** Escape sequences that terminals obey. */
    TERMINAL_ESCAPE("holds an escape sequence that a terminal obeys"),
    /** A text of more than {@link ToolScanner#LONGEST_TEXT} characters. */
    OVERLONG_TEXT("holds a text too long for a person to check"),
    /** A run of blanks or line breaks that pushes what follows out of sight. */
    PADDING("holds blanks that push the text after them out of sight"),
    /** A tool's name whose letters only look like those of another. */
    LOOKALIKE_NAME("holds a name of letters that look like those of another script"),
    /** "Ignore previous instructions". */
    OVERRIDES_INSTRUCTIONS("tells the model to drop its instructions"),
    /** "Do not tell the user". */
    CONCEALS_FROM_USER("tells the model to hide something from the user"),
    /** "Before using any other tool, call this one". */
    CLAIMS_PRECEDENCE("claims to come before every other tool"),
    /** Markup that poses as a message of the system or of the client. */
    INSTRUCTION_TAG("holds markup that poses as a message to the model"),
    /** Asks for files or settings that hold secrets. */
    ASKS_FOR_SECRETS("asks the model for secrets or for files that hold them"),
    /** Asks for the conversation or the system prompt. */
    ASKS_FOR_CONVERSATION("asks the model for the conversation or its instructions"),
    /** Tells the model how to use a tool of another server. */
    STEERS_OTHER_TOOLS("tells the model how to use another server's tool");

    private final String meaning;

    FindingKind(String meaning) {
        this.meaning = meaning;
    }

    /** In words, to complete "it …". */
    public String meaning() {
        return meaning;
    }

    /** As in JSON, such as {@code tag_character}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
