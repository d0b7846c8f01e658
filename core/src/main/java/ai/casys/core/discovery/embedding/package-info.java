// SPDX-License-Identifier: AGPL-3.0-only
/** From a text to a vector: tokens, models, and the vectors that are kept. Knows nothing of tools. */
@NullMarked
package ai.casys.core.discovery.embedding;

import org.jspecify.annotations.NullMarked;
