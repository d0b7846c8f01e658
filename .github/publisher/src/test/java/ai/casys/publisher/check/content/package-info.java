// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
@NullMarked
package ai.casys.publisher.check.content;

import org.jspecify.annotations.NullMarked;
