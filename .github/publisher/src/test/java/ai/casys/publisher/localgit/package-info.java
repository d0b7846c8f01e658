// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** Repositories of the tests, made by the program git as a person would, without the machine's own configuration. */
@NullMarked
package ai.casys.publisher.localgit;

import org.jspecify.annotations.NullMarked;
