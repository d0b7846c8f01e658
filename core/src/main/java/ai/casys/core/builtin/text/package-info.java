// SPDX-License-Identifier: AGPL-3.0-only
/** The {@code text} server: regular expressions in linear time, differences, hashes, encodings, counts. */
@NullMarked
package ai.casys.core.builtin.text;

import org.jspecify.annotations.NullMarked;
