// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** What a run did or would do, for people (Markdown) and for programs (JSON). */
@NullMarked
package ai.casys.publisher.report;

import org.jspecify.annotations.NullMarked;
