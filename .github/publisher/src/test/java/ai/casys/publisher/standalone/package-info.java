// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
@NullMarked
package ai.casys.publisher.standalone;

import org.jspecify.annotations.NullMarked;
