// SPDX-License-Identifier: LicenseRef-Casys-Proprietary

/** Private commit to public commit, as a pure function: the same commit gives the same bytes anywhere, any day. */
@NullMarked
package ai.casys.publisher.translation;

import org.jspecify.annotations.NullMarked;
