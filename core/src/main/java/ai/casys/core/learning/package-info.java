// SPDX-License-Identifier: AGPL-3.0-only
/**
 * What is learned, for each tenant, from searches and calls: past intents, which tools go together, how reliable they
 * are, and how all of that fades. Nothing here is on the way of a call: it is told afterwards and works on a thread of its
 * own.
 */
@NullMarked
package ai.casys.core.learning;

import org.jspecify.annotations.NullMarked;
