// SPDX-License-Identifier: AGPL-3.0-only
/** The configuration files of MCP clients on this machine: finding them, importing their servers, writing our entry. */
@NullMarked
package ai.casys.core.cli.init;

import org.jspecify.annotations.NullMarked;
