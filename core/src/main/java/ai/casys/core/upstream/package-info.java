// SPDX-License-Identifier: AGPL-3.0-only
/** The servers behind the gateway: connection, supervision, catalogue sync. */
@NullMarked
package ai.casys.core.upstream;

import org.jspecify.annotations.NullMarked;
