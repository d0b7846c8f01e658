// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** What has to hold of a candidate publication before it may be pushed. */
@NullMarked
package ai.casys.publisher.check;

import org.jspecify.annotations.NullMarked;
