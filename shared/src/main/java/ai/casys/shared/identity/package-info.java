// SPDX-License-Identifier: AGPL-3.0-only
/** Identifiers that both ends of a wire agree on. */
@NullMarked
package ai.casys.shared.identity;

import org.jspecify.annotations.NullMarked;
