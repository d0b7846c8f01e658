// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** Tests of the way of an outside contribution: pull request, import, merge, publication. */
@NullMarked
package ai.casys.publisher.contribution;

import org.jspecify.annotations.NullMarked;
