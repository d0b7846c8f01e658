// SPDX-License-Identifier: AGPL-3.0-only
/** The {@code time} server: the clock, time zones, calendar arithmetic. */
@NullMarked
package ai.casys.core.builtin.time;

import org.jspecify.annotations.NullMarked;
