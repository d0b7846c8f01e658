// SPDX-License-Identifier: AGPL-3.0-only
/** The {@code csv} server: tables as comma-separated text, read, queried and written. */
@NullMarked
package ai.casys.core.builtin.csv;

import org.jspecify.annotations.NullMarked;
