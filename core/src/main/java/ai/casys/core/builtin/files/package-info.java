// SPDX-License-Identifier: AGPL-3.0-only
/** The {@code files} server: files and folders under the roots that the operator allows, and nothing else. */
@NullMarked
package ai.casys.core.builtin.files;

import org.jspecify.annotations.NullMarked;
