// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
@NullMarked
package ai.casys.connector.local;

import org.jspecify.annotations.NullMarked;
