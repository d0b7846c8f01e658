// SPDX-License-Identifier: AGPL-3.0-only
/** Which tools go together and in which order: counts that fade, the graph they form, and what it says of other tools. */
@NullMarked
package ai.casys.core.learning.graph;

import org.jspecify.annotations.NullMarked;
