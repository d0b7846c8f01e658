// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
/** The command line of the connector: arguments in, text or JSON and an exit code out. */
@NullMarked
package ai.casys.connector.cli;

import org.jspecify.annotations.NullMarked;
