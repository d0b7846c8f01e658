// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
/** What secrets look like: known shapes, assignments of something that looks random, tokens that look random, canaries. */
@NullMarked
package ai.casys.publisher.check.secret;

import org.jspecify.annotations.NullMarked;
