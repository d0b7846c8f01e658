// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** Tests of the scripts that make and sign a release. */
@NullMarked
package ai.casys.publisher.release;

import org.jspecify.annotations.NullMarked;
