// SPDX-License-Identifier: AGPL-3.0-only
/** The one way a tool is reached: resolve, check, call, record. */
@NullMarked
package ai.casys.core.call;

import org.jspecify.annotations.NullMarked;
