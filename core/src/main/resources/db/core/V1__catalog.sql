-- SPDX-License-Identifier: AGPL-3.0-only
-- Tenants, users and the catalogue of tools.
--
-- Privileges and policies name two roles that exist before this runs: casys_app, under which requests are served and
-- which sees one tenant's rows, and casys_system, for the few jobs over all tenants.

GRANT USAGE ON SCHEMA casys TO casys_app, casys_system;

-- tenant is the list of tenants itself: its id is the tenant.
CREATE TABLE casys.tenant (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO casys.tenant (id, slug) VALUES ('6c6f6361-6c00-4000-8000-000000000001', 'local');

CREATE TABLE casys.app_user (
    tenant_id uuid NOT NULL REFERENCES casys.tenant (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL CHECK (name <> '' AND length(name) <= 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id)
);
INSERT INTO casys.app_user (tenant_id, id, name)
VALUES ('6c6f6361-6c00-4000-8000-000000000001', '6c6f6361-6c00-4000-8000-000000000002', 'local');

CREATE TABLE casys.catalog_server (
    tenant_id uuid NOT NULL REFERENCES casys.tenant (id) ON DELETE CASCADE,
    name text NOT NULL,
    protocol_version text NOT NULL,
    server_name text NOT NULL,
    server_version text NOT NULL,
    instructions text,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    gone_at timestamptz,
    PRIMARY KEY (tenant_id, name)
);

-- A definition is kept as the bytes that came: field order, numbers and unknown fields survive.
CREATE TABLE casys.catalog_tool (
    tenant_id uuid NOT NULL,
    server text NOT NULL,
    name text NOT NULL,
    definition bytea NOT NULL,
    content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    gone_at timestamptz,
    PRIMARY KEY (tenant_id, server, name),
    FOREIGN KEY (tenant_id, server) REFERENCES casys.catalog_server (tenant_id, name) ON DELETE CASCADE
);

CREATE TABLE casys.catalog_tool_change (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    server text NOT NULL,
    tool text NOT NULL,
    seen_at timestamptz NOT NULL,
    old_hash text NOT NULL,
    new_hash text NOT NULL,
    old_definition bytea NOT NULL,
    new_definition bytea NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, server, tool) REFERENCES casys.catalog_tool (tenant_id, server, name) ON DELETE CASCADE
);
CREATE INDEX catalog_tool_change_by_tool ON casys.catalog_tool_change (tenant_id, server, tool, seen_at DESC);
CREATE INDEX catalog_tool_change_by_time ON casys.catalog_tool_change (tenant_id, seen_at DESC);

ALTER TABLE casys.tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.tenant FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.tenant
    USING (id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.tenant TO casys_system USING (true) WITH CHECK (true);

ALTER TABLE casys.app_user ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.app_user FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.app_user
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.app_user TO casys_system USING (true) WITH CHECK (true);

ALTER TABLE casys.catalog_server ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.catalog_server FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.catalog_server
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.catalog_server TO casys_system USING (true) WITH CHECK (true);

ALTER TABLE casys.catalog_tool ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.catalog_tool FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.catalog_tool
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.catalog_tool TO casys_system USING (true) WITH CHECK (true);

ALTER TABLE casys.catalog_tool_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.catalog_tool_change FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.catalog_tool_change
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.catalog_tool_change TO casys_system USING (true) WITH CHECK (true);

GRANT SELECT ON casys.tenant TO casys_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON casys.app_user TO casys_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON casys.catalog_server, casys.catalog_tool TO casys_app;
-- What a definition used to be is evidence; it goes only with its tool.
GRANT SELECT, INSERT ON casys.catalog_tool_change TO casys_app;

-- System jobs make tenants and users; of the rest they read, which is also what a backup needs.
GRANT SELECT, INSERT, UPDATE, DELETE ON casys.tenant, casys.app_user TO casys_system;
GRANT SELECT ON casys.catalog_server, casys.catalog_tool, casys.catalog_tool_change TO casys_system;
GRANT SELECT ON casys.casys_core_history TO casys_system;
