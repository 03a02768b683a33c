/**
 * Nothing grows for ever: old changes of boxes, keys that nobody signed in by, attempts to sign in, reports. Each sweep
 * has an index by which it costs what it finds.
 */
export const boundedGrowth: string = `
CREATE TABLE forgotten_events (
  box INTEGER PRIMARY KEY,
  pts INTEGER NOT NULL,
  last_message_id INTEGER NOT NULL
) STRICT;

ALTER TABLE unnumbered_changes ADD COLUMN expires_at INTEGER;
CREATE INDEX unnumbered_changes_by_expiry ON unnumbered_changes (expires_at) WHERE expires_at IS NOT NULL;

CREATE INDEX login_codes_by_creation ON login_codes (created_at);

ALTER TABLE auth_keys ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
UPDATE auth_keys SET used_at = created_at;
CREATE INDEX auth_keys_by_use ON auth_keys (used_at) WHERE expires_at IS NULL;
`
