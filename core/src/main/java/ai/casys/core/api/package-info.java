// SPDX-License-Identifier: AGPL-3.0-only
/** Immutable records and errors that everyone exchanges. */
@NullMarked
package ai.casys.core.api;

import org.jspecify.annotations.NullMarked;
