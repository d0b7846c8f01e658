// SPDX-License-Identifier: AGPL-3.0-only
/** The one versioned set of keys that seals protocol state, signs, and encrypts at rest. */
@NullMarked
package ai.casys.core.identity.keyset;

import org.jspecify.annotations.NullMarked;
