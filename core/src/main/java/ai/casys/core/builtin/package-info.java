// SPDX-License-Identifier: AGPL-3.0-only
/** The tools that come with the product. */
@NullMarked
package ai.casys.core.builtin;

import org.jspecify.annotations.NullMarked;
