// SPDX-License-Identifier: AGPL-3.0-only
/** The catalogue in the database: servers, tools, and what changed in them since they were first seen. */
@NullMarked
package ai.casys.core.catalog.store;

import org.jspecify.annotations.NullMarked;
