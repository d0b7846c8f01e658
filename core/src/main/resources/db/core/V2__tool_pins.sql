-- SPDX-License-Identifier: AGPL-3.0-only
-- The definition of each tool that counts as trusted: the one seen first, or the one a person approved since.
--
-- A pin does not hang on the rows of the catalogue: it outlives the tool's disappearance, so that a tool that comes back
-- as another is noticed.

CREATE TABLE casys.catalog_tool_pin (
    tenant_id uuid NOT NULL REFERENCES casys.tenant (id) ON DELETE CASCADE,
    server text NOT NULL,
    tool text NOT NULL,
    content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    definition bytea NOT NULL,
    first_seen timestamptz NOT NULL,
    accepted boolean NOT NULL,
    approved_at timestamptz,
    approved_by text,
    PRIMARY KEY (tenant_id, server, tool),
    CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
    CHECK (accepted OR approved_at IS NULL)
);

ALTER TABLE casys.catalog_tool_pin ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.catalog_tool_pin FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.catalog_tool_pin
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.catalog_tool_pin TO casys_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON casys.catalog_tool_pin TO casys_app;
GRANT SELECT ON casys.catalog_tool_pin TO casys_system;

-- A server that changes its tools without end must not fill the disk: only the newest changes of a tool are kept. What
-- the tool was when it was pinned is in the pin.
GRANT DELETE ON casys.catalog_tool_change TO casys_app;
