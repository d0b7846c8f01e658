// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.capability;

import java.time.Instant;
import java.util.UUID;

/**
 * Where a capability was seen.
 *
 * @param run the run that did it
 * @param at when that ended
 */
public record Sighting(UUID run, Instant at) {}
