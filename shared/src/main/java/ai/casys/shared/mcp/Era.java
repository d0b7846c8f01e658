// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.shared.mcp;

/** The two incompatible shapes of the protocol. */
public enum Era {
    /** Up to 2025-11-25: {@code initialize}, sessions, requests in both directions. */
    LEGACY,
    /** From 2026-07-28: stateless, {@code server/discover}, questions to the client as results. */
    MODERN
}
