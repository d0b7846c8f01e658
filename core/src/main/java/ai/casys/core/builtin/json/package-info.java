// SPDX-License-Identifier: AGPL-3.0-only
/** The {@code json} server: JSONPath of RFC 9535, structural differences, formatting. */
@NullMarked
package ai.casys.core.builtin.json;

import org.jspecify.annotations.NullMarked;
