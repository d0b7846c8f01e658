// SPDX-License-Identifier: AGPL-3.0-only
/** The extension points, in JDK types and records of {@code api} only. */
@NullMarked
package ai.casys.core.spi;

import org.jspecify.annotations.NullMarked;
