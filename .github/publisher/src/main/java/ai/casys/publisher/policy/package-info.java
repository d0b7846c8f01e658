// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** What of the private tree is public, as the tree itself says. Knows nothing of repositories. */
@NullMarked
package ai.casys.publisher.policy;

import org.jspecify.annotations.NullMarked;
