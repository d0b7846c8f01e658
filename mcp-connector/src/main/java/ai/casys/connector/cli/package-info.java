// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
@NullMarked
package ai.casys.connector.cli;

import org.jspecify.annotations.NullMarked;
