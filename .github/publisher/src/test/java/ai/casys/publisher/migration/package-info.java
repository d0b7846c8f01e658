// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** Tests of the script that moves a clone from the public to the private repository. */
@NullMarked
package ai.casys.publisher.migration;

import org.jspecify.annotations.NullMarked;
