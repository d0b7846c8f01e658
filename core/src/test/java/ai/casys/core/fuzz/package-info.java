// SPDX-License-Identifier: AGPL-3.0-only
/**
 * Fuzzing of the HTTP endpoint: recorded exchanges of every protocol revision are mutilated at each level (JSON, headers,
 * framing, order) and played over raw sockets; what leads to an answer not seen before is kept and mutilated further.
 */
package ai.casys.core.fuzz;
