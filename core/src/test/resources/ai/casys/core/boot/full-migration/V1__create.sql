-- SPDX-License-Identifier: AGPL-3.0-only
CREATE TABLE note (id uuid PRIMARY KEY, body text NOT NULL);
