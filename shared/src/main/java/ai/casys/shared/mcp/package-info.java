// SPDX-License-Identifier: AGPL-3.0-only
/** The Model Context Protocol as data: revisions, method names, one record a message. */
@NullMarked
package ai.casys.shared.mcp;

import org.jspecify.annotations.NullMarked;
