-- SPDX-License-Identifier: AGPL-3.0-only
-- Which keys the data was sealed with, the processes that share this database, and the calls that wait in one of them
-- for answers of their client.

-- One row for each key that ever was the primary one: a text that it sealed. A keyset that cannot open every seal is not
-- the keyset of this database. The table is of no tenant, and the application's role cannot even read it.
CREATE TABLE casys.keyset_seal (
    key_id text PRIMARY KEY CHECK (key_id ~ '^[a-z0-9-]{1,40}$'),
    seal text NOT NULL CHECK (length(seal) <= 1000),
    first_used timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, DELETE ON casys.keyset_seal TO casys_system;

-- A process serves all tenants, so its sign of life belongs to none.
CREATE TABLE casys.node (
    id uuid PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now(),
    heartbeat_at timestamptz NOT NULL DEFAULT now(),
    stopped_at timestamptz
);
GRANT SELECT ON casys.node TO casys_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON casys.node TO casys_system;

-- A call whose server asked something back. What was asked, answered and came of it is sealed with the keyset.
-- answers_digest is of the answers to answered_round, which stays behind round while a further question is open.
CREATE TABLE casys.parked_call (
    tenant_id uuid NOT NULL REFERENCES casys.tenant (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    node_id uuid NOT NULL,
    server text NOT NULL,
    method text NOT NULL,
    params_digest text NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'answered', 'done', 'failed', 'lost')),
    round int NOT NULL CHECK (round > 0),
    questions bytea NOT NULL,
    answered_round int NOT NULL DEFAULT 0 CHECK (answered_round BETWEEN 0 AND round),
    answers_digest bytea,
    answers bytea,
    outcome bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK ((state IN ('done', 'failed')) = (outcome IS NOT NULL)),
    CHECK ((state = 'answered') = (answers IS NOT NULL))
);
CREATE INDEX parked_call_by_user ON casys.parked_call (tenant_id, user_id, changed_at);
CREATE INDEX parked_call_by_node ON casys.parked_call (node_id) WHERE state IN ('answered', 'lost');
CREATE INDEX parked_call_by_id ON casys.parked_call (id);
CREATE INDEX parked_call_by_expiry ON casys.parked_call (expires_at);

ALTER TABLE casys.parked_call ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.parked_call FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.parked_call
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.parked_call TO casys_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON casys.parked_call TO casys_app;
GRANT SELECT, DELETE ON casys.parked_call TO casys_system;
