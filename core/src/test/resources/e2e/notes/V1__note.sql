-- SPDX-License-Identifier: AGPL-3.0-only
CREATE TABLE casys_notes.note (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE casys_notes.note ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys_notes.note FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys_notes.note
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys_notes.note TO casys_system USING (true) WITH CHECK (true);
GRANT USAGE ON SCHEMA casys_notes TO casys_app, casys_system;
GRANT SELECT, INSERT ON casys_notes.note TO casys_app;
GRANT SELECT ON casys_notes.note TO casys_system;
