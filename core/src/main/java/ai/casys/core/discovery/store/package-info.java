// SPDX-License-Identifier: AGPL-3.0-only
/** The vectors of tools in PostgreSQL. */
@NullMarked
package ai.casys.core.discovery.store;

import org.jspecify.annotations.NullMarked;
