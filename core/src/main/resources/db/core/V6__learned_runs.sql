-- SPDX-License-Identifier: AGPL-3.0-only
-- Finished runs, and the capabilities that were made of sequences of calls seen again.

-- The words of the intent are not kept, only their digest. The steps are a list of tools in their order: of the arguments
-- the names, types and keyed marks (none for what looks secret), of the values between steps from where to where.
CREATE TABLE casys.learned_run (
    tenant_id uuid NOT NULL REFERENCES casys.tenant (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    ended_at timestamptz NOT NULL,
    digest text CHECK (digest ~ '^[0-9a-f]{64}$'),
    -- Whether these are all of its calls, and none has failed.
    clean boolean NOT NULL,
    steps text NOT NULL CHECK (length(steps) <= 100000),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX learned_run_by_time ON casys.learned_run (tenant_id, ended_at DESC);

-- The structure is a digest of the tools, their order and what flows between them. Successes and failures fade as in
-- learned_tool, as of changed_at. Names are not unique here: two processes may give the same at the same time, and
-- whoever reads them next gives the younger one another.
CREATE TABLE casys.learned_capability (
    tenant_id uuid NOT NULL REFERENCES casys.tenant (id) ON DELETE CASCADE,
    structure text NOT NULL CHECK (structure ~ '^[0-9a-f]{64}$'),
    name text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
    version integer NOT NULL CHECK (version >= 1),
    state text NOT NULL CHECK (state IN ('candidate', 'active', 'demoted', 'retired')),
    merged_into text CHECK (merged_into ~ '^[0-9a-f]{64}$'),
    definition text NOT NULL CHECK (length(definition) <= 500000),
    -- In how many runs, and the newest of them with their instants.
    seen bigint NOT NULL CHECK (seen >= 0),
    sightings text NOT NULL CHECK (length(sightings) <= 10000),
    successes double precision NOT NULL CHECK (successes >= 0),
    failures double precision NOT NULL CHECK (failures >= 0),
    -- How often it failed since it last succeeded.
    failing integer NOT NULL CHECK (failing >= 0),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, structure)
);

ALTER TABLE casys.learned_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.learned_run FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.learned_run
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.learned_run TO casys_system USING (true) WITH CHECK (true);

ALTER TABLE casys.learned_capability ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.learned_capability FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.learned_capability
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.learned_capability TO casys_system USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON casys.learned_run, casys.learned_capability TO casys_app;
GRANT SELECT ON casys.learned_run, casys.learned_capability TO casys_system;
