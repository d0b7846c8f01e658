// SPDX-License-Identifier: AGPL-3.0-only
/** JSON-RPC 2.0 messages whose {@code params} and {@code result} stay raw bytes until somebody needs them. */
@NullMarked
package ai.casys.shared.jsonrpc;

import org.jspecify.annotations.NullMarked;
