-- SPDX-License-Identifier: AGPL-3.0-only
-- What is learned from searches and calls. Counts fade with time: a row holds them as of changed_at, and whoever adds to
-- it or reads it brings both sides to the same instant first, so that several processes can count into the same row.

CREATE TABLE casys.learned_tool (
    tenant_id uuid NOT NULL REFERENCES casys.tenant (id) ON DELETE CASCADE,
    server text NOT NULL,
    tool text NOT NULL,
    successes double precision NOT NULL CHECK (successes >= 0),
    failures double precision NOT NULL CHECK (failures >= 0),
    cancelled double precision NOT NULL CHECK (cancelled >= 0),
    refused double precision NOT NULL CHECK (refused >= 0),
    -- In how many pieces of work it succeeded; at most once in each.
    uses double precision NOT NULL CHECK (uses >= 0),
    -- The sum, over the successes, of the logarithm of the milliseconds that they took.
    log_latency double precision NOT NULL,
    changed_at timestamptz NOT NULL,
    succeeded_at timestamptz,
    PRIMARY KEY (tenant_id, server, tool)
);

CREATE TABLE casys.learned_edge (
    tenant_id uuid NOT NULL REFERENCES casys.tenant (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('sequence', 'flow')),
    from_server text NOT NULL,
    from_tool text NOT NULL,
    to_server text NOT NULL,
    to_tool text NOT NULL,
    -- Of a flow: where in the result the value was, and which argument it became.
    output text NOT NULL,
    argument text NOT NULL,
    successes double precision NOT NULL CHECK (successes >= 0),
    failures double precision NOT NULL CHECK (failures >= 0),
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kind, from_server, from_tool, to_server, to_tool, output, argument)
);

-- An intent is known by the digest of its words; the words themselves are not kept.
CREATE TABLE casys.learned_intent (
    tenant_id uuid NOT NULL REFERENCES casys.tenant (id) ON DELETE CASCADE,
    digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, digest)
);

CREATE TABLE casys.learned_intent_tool (
    tenant_id uuid NOT NULL,
    digest text NOT NULL,
    server text NOT NULL,
    tool text NOT NULL,
    successes double precision NOT NULL CHECK (successes >= 0),
    failures double precision NOT NULL CHECK (failures >= 0),
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, digest, server, tool),
    FOREIGN KEY (tenant_id, digest) REFERENCES casys.learned_intent (tenant_id, digest) ON DELETE CASCADE
);

-- Numbers of half precision, each two bytes, the most significant one first.
CREATE TABLE casys.learned_intent_vector (
    tenant_id uuid NOT NULL,
    digest text NOT NULL,
    model text NOT NULL CHECK (model <> '' AND length(model) <= 200),
    vector bytea NOT NULL,
    PRIMARY KEY (tenant_id, digest, model),
    FOREIGN KEY (tenant_id, digest) REFERENCES casys.learned_intent (tenant_id, digest) ON DELETE CASCADE
);

-- Searches that led to calls that succeeded: what spoke for each tool shown, and which were the right ones.
CREATE TABLE casys.learned_choice (
    tenant_id uuid NOT NULL REFERENCES casys.tenant (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    chosen_at timestamptz NOT NULL,
    shown text NOT NULL CHECK (length(shown) <= 100000),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX learned_choice_by_time ON casys.learned_choice (tenant_id, chosen_at DESC);

-- Which tools go together for many tenants, by the hashes of their definitions, so that no name of a tenant's own is in
-- it. Of no tenant: a row is there only if enough of them share it, and its value is one that as many of them exceed.
CREATE TABLE casys.learned_prior (
    from_hash text NOT NULL CHECK (from_hash ~ '^[0-9a-f]{64}$'),
    to_hash text NOT NULL CHECK (to_hash ~ '^[0-9a-f]{64}$'),
    probability double precision NOT NULL CHECK (probability > 0 AND probability <= 1),
    PRIMARY KEY (from_hash, to_hash)
);

ALTER TABLE casys.learned_tool ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.learned_tool FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.learned_tool
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.learned_tool TO casys_system USING (true) WITH CHECK (true);

ALTER TABLE casys.learned_edge ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.learned_edge FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.learned_edge
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.learned_edge TO casys_system USING (true) WITH CHECK (true);

ALTER TABLE casys.learned_intent ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.learned_intent FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.learned_intent
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.learned_intent TO casys_system USING (true) WITH CHECK (true);

ALTER TABLE casys.learned_intent_tool ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.learned_intent_tool FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.learned_intent_tool
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.learned_intent_tool TO casys_system USING (true) WITH CHECK (true);

ALTER TABLE casys.learned_intent_vector ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.learned_intent_vector FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.learned_intent_vector
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.learned_intent_vector TO casys_system USING (true) WITH CHECK (true);

ALTER TABLE casys.learned_choice ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.learned_choice FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.learned_choice
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.learned_choice TO casys_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON casys.learned_tool, casys.learned_edge, casys.learned_intent,
    casys.learned_intent_tool, casys.learned_intent_vector, casys.learned_choice TO casys_app;
GRANT SELECT ON casys.learned_tool, casys.learned_edge, casys.learned_intent, casys.learned_intent_tool,
    casys.learned_intent_vector, casys.learned_choice TO casys_system;

-- Requests read the prior; only the system's job, which sees the rows of all tenants, writes it.
GRANT SELECT ON casys.learned_prior TO casys_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON casys.learned_prior TO casys_system;
