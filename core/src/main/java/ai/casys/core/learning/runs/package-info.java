// SPDX-License-Identifier: AGPL-3.0-only
/** Finished runs: which tools succeeded in which order, and which values went from one to another; no values. */
@NullMarked
package ai.casys.core.learning.runs;

import org.jspecify.annotations.NullMarked;
