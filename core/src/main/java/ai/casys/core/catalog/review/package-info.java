// SPDX-License-Identifier: AGPL-3.0-only
/** What a person looks at and decides about the tools of the catalogue: findings, changes, approvals. */
@NullMarked
package ai.casys.core.catalog.review;

import org.jspecify.annotations.NullMarked;
