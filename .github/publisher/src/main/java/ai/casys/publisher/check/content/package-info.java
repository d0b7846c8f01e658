// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
/** What can be read in the bytes of a file: lines of text, the constants of a class, the entries of an archive. */
@NullMarked
package ai.casys.publisher.check.content;

import org.jspecify.annotations.NullMarked;
