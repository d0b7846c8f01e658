// SPDX-License-Identifier: AGPL-3.0-only
/** What the database remembers of the keyset, so that another one is noticed. */
@NullMarked
package ai.casys.core.identity.keyset.store;

import org.jspecify.annotations.NullMarked;
