/**
 * What comes with how people join: slow mode with who spoke last when, groups that became supergroups, titles of members of
 * basic groups, and channels that pass to another owner.
 */
export const joining: string = `
ALTER TABLE channels ADD COLUMN slow_mode INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channels ADD COLUMN migrated_from INTEGER;
ALTER TABLE channel_members ADD COLUMN via_request INTEGER NOT NULL DEFAULT 0;
ALTER TABLE groups ADD COLUMN migrated_to INTEGER;
ALTER TABLE group_members ADD COLUMN rank TEXT;

CREATE TABLE slow_mode_sends (
  channel INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  PRIMARY KEY (channel, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX slow_mode_sends_by_time ON slow_mode_sends (next_at);

CREATE TABLE creator_departures (
  channel INTEGER PRIMARY KEY,
  heir INTEGER NOT NULL,
  due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX creator_departures_by_time ON creator_departures (due_at);
`
