// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** Tests of the workflow files and of the scripts they run. */
@NullMarked
package ai.casys.publisher.workflow;

import org.jspecify.annotations.NullMarked;
