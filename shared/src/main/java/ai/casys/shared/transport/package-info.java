// SPDX-License-Identifier: AGPL-3.0-only
/** The client side of MCP: stdio and HTTP transports, and the client that matches answers to questions. */
@NullMarked
package ai.casys.shared.transport;

import org.jspecify.annotations.NullMarked;
