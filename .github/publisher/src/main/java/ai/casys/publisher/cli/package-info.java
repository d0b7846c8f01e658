// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/**
 * The program: arguments, exit codes, output. A command is a picocli command that returns its exit code, ends with 2 by
 * throwing {@link ai.casys.publisher.publishing.PublicationException}, and is constructed with the output streams.
 */
@NullMarked
package ai.casys.publisher.cli;

import org.jspecify.annotations.NullMarked;
