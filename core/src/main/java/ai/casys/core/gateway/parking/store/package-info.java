// SPDX-License-Identifier: AGPL-3.0-only
/** The tables of parked calls and of the processes that hold them. */
@NullMarked
package ai.casys.core.gateway.parking.store;

import org.jspecify.annotations.NullMarked;
