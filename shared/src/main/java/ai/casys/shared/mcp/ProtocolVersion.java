// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The published revisions of the Model Context Protocol, oldest first. */
public enum ProtocolVersion {
    V2024_11_05("2024-11-05", Era.LEGACY),
    V2025_03_26("2025-03-26", Era.LEGACY),
    V2025_06_18("2025-06-18", Era.LEGACY),
    V2025_11_25("2025-11-25", Era.LEGACY),
    V2026_07_28("2026-07-28", Era.MODERN);

    /** The newest revision that opens with {@code initialize}. */
    public static final ProtocolVersion NEWEST_LEGACY = V2025_11_25;

    private static final Map<String, ProtocolVersion> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ProtocolVersion::text, version -> version));

    private final String text;
    private final Era era;

    ProtocolVersion(String text, Era era) {
        this.text = text;
        this.era = era;
    }

    /** The revision of that exact date, if there is one. */
    public static Optional<ProtocolVersion> of(String text) {
        Objects.requireNonNull(text, "text is null");
        return Optional.ofNullable(BY_TEXT.get(text));
    }

    /** The date on the wire, such as {@code 2025-11-25}. */
    public String text() {
        return text;
    }

    /** Whether the revision opens with {@code initialize} or is stateless. */
    public Era era() {
        return era;
    }
}
