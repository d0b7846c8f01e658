// SPDX-License-Identifier: AGPL-3.0-only
/** The composition root: settings to objects, in start and shut-down order. Knows every concrete class, the mode and the edition. */
@NullMarked
package ai.casys.core.boot;

import org.jspecify.annotations.NullMarked;
