// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** The shell around the translation: the state in the public repository, the checks, the push. */
@NullMarked
package ai.casys.publisher.publishing;

import org.jspecify.annotations.NullMarked;
