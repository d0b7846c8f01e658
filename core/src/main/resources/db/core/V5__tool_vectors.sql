-- SPDX-License-Identifier: AGPL-3.0-only
-- The vectors of tools' texts, so that a restart computes none again and a changed text only its own.
--
-- text_hash is of the text that was read, model names the model and everything else that shapes the numbers. A tenant
-- has its own rows although texts repeat: whether a text is known already must not tell of another tenant's tools.

CREATE TABLE casys.tool_vector (
    tenant_id uuid NOT NULL REFERENCES casys.tenant (id) ON DELETE CASCADE,
    model text NOT NULL CHECK (model <> '' AND length(model) <= 100),
    text_hash bytea NOT NULL CHECK (length(text_hash) = 16),
    vector bytea NOT NULL CHECK (length(vector) <= 16384),
    -- Not every use is written down: within a week of the true day.
    used_on date NOT NULL DEFAULT current_date,
    PRIMARY KEY (tenant_id, model, text_hash)
);
CREATE INDEX tool_vector_by_use ON casys.tool_vector (tenant_id, used_on);

ALTER TABLE casys.tool_vector ENABLE ROW LEVEL SECURITY;
ALTER TABLE casys.tool_vector FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON casys.tool_vector
    USING (tenant_id = nullif(current_setting('casys.tenant', true), '')::uuid);
CREATE POLICY system_access ON casys.tool_vector TO casys_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON casys.tool_vector TO casys_app;
GRANT SELECT ON casys.tool_vector TO casys_system;
