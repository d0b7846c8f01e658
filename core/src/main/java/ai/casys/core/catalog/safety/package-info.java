// SPDX-License-Identifier: AGPL-3.0-only
/** Whether a tool's definition can be trusted: pins, differences, and what a scan finds in its texts. */
@NullMarked
package ai.casys.core.catalog.safety;

import org.jspecify.annotations.NullMarked;
