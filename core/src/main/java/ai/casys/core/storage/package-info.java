// SPDX-License-Identifier: AGPL-3.0-only
/** PostgreSQL, embedded or external: launcher, pools, migrations, tenant transactions. */
@NullMarked
package ai.casys.core.storage;

import org.jspecify.annotations.NullMarked;
