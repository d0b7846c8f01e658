// SPDX-License-Identifier: AGPL-3.0-only
/** Typed configuration, the mode, the edition and the feature flags. The only reader of the environment. */
@NullMarked
package ai.casys.core.settings;

import org.jspecify.annotations.NullMarked;
