// SPDX-License-Identifier: AGPL-3.0-only
/** What an MCP client sees, free of HTTP: eras, sessions, exposure, meta-tools. */
@NullMarked
package ai.casys.core.gateway;

import org.jspecify.annotations.NullMarked;
