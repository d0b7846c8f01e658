// SPDX-License-Identifier: AGPL-3.0-only
/**
 * Calls that wait for answers of their client between two requests of it: held by the process that has the connection to
 * the server, reachable from every process of the database.
 */
@NullMarked
package ai.casys.core.gateway.parking;

import org.jspecify.annotations.NullMarked;
