// SPDX-License-Identifier: AGPL-3.0-only
/** What every built-in tool is made of: definition, parameters, arguments, result, budget. */
@NullMarked
package ai.casys.core.builtin.tool;

import org.jspecify.annotations.NullMarked;
