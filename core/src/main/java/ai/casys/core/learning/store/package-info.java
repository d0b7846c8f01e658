// SPDX-License-Identifier: AGPL-3.0-only
/** The tables of what is learned. */
@NullMarked
package ai.casys.core.learning.store;

import org.jspecify.annotations.NullMarked;
