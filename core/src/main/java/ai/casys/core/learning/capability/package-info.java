// SPDX-License-Identifier: AGPL-3.0-only
/** Procedural memory: sequences of calls that were seen again, kept as named, parameterised, versioned workflows. */
@NullMarked
package ai.casys.core.learning.capability;

import org.jspecify.annotations.NullMarked;
