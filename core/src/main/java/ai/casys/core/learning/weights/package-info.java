// SPDX-License-Identifier: AGPL-3.0-only
/** How much each signal counts, learned from what was chosen of what was shown. Pure: nothing here knows time or storage. */
@NullMarked
package ai.casys.core.learning.weights;

import org.jspecify.annotations.NullMarked;
