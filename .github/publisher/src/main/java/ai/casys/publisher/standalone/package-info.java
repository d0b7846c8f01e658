// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
/** The proof that the published tree builds, passes its tests and runs where nothing of the private side can help it. */
@NullMarked
package ai.casys.publisher.standalone;

import org.jspecify.annotations.NullMarked;
