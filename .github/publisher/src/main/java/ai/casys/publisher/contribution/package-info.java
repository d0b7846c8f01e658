// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** Brings a public pull request into the private tree, so that publishing it later gives the same files and authors. */
@NullMarked
package ai.casys.publisher.contribution;

import org.jspecify.annotations.NullMarked;
