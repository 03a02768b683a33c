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
`
