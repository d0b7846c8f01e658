// SPDX-License-Identifier: AGPL-3.0-only
/** The command line, against the engine of this home or a remote gateway. */
@NullMarked
package ai.casys.core.cli;

import org.jspecify.annotations.NullMarked;
