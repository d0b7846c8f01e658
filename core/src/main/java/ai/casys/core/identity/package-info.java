// SPDX-License-Identifier: AGPL-3.0-only
/** Who is asking: tenants, users and what they may do. */
@NullMarked
package ai.casys.core.identity;

import org.jspecify.annotations.NullMarked;
