// SPDX-License-Identifier: AGPL-3.0-only
/** Tools as data: names, schemas, annotations, definition hashes. */
@NullMarked
package ai.casys.core.catalog;

import org.jspecify.annotations.NullMarked;
