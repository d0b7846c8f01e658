// SPDX-License-Identifier: AGPL-3.0-only
/** The {@code web} server: pages of the public internet, made readable. */
@NullMarked
package ai.casys.core.builtin.web;

import org.jspecify.annotations.NullMarked;
