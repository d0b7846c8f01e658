// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.settings;

/** The switches of optional features; each is named on the wire and in the environment as its constant is. */
public enum FeatureFlag {
    ENABLE_BYOK,
    ENABLE_ANALYTICS,
    ENABLE_BILLING,
    ENABLE_RATE_LIMITING,
    ENABLE_SSO,
    ENABLE_CONNECTOR
}
