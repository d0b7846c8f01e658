// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
/** The MCP servers of this machine: which there are, and whether they work. */
@NullMarked
package ai.casys.connector.local;

import org.jspecify.annotations.NullMarked;
