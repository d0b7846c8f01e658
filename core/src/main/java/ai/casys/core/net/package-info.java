// SPDX-License-Identifier: AGPL-3.0-only
/** Guards that every outgoing request passes: addresses, redirects, sizes, deadlines. */
@NullMarked
package ai.casys.core.net;

import org.jspecify.annotations.NullMarked;
