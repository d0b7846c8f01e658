// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** Tests that what is written about publication is true. */
@NullMarked
package ai.casys.publisher.documentation;

import org.jspecify.annotations.NullMarked;
