// SPDX-License-Identifier: AGPL-3.0-only
/** The long campaigns behind {@code ./casys soak}. */
package ai.casys.core.soak;
