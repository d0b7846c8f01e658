// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
/** The cloud edition: what is installed with this jar. Each feature has a package of its own below this one. */
@NullMarked
package ai.casys.cloud;

import org.jspecify.annotations.NullMarked;
