// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
@NullMarked
package ai.casys.publisher.check.secret;

import org.jspecify.annotations.NullMarked;
