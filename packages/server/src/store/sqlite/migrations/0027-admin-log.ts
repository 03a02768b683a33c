/**
 * What the admins of channels look at: what was done there, for 48 hours. Besides, as whom somebody writes by default, which
 * tab a channel shows first, whether a basic group keeps what is said in it, and which channels were deleted and are not yet
 * erased.
 */
export const adminLog: string = `
CREATE TABLE admin_log_events (
  channel INTEGER NOT NULL,
  id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  date INTEGER NOT NULL,
  kinds INTEGER NOT NULL,
  person INTEGER,
  words TEXT NOT NULL,
  action BLOB NOT NULL,
  PRIMARY KEY (channel, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX admin_log_events_by_date ON admin_log_events (date);

CREATE TABLE default_send_as (
  channel INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  PRIMARY KEY (channel, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX default_send_as_of_user ON default_send_as (user_id);

ALTER TABLE channels ADD COLUMN main_tab INTEGER;
CREATE INDEX deleted_channels ON channels (id) WHERE deleted = 1;

ALTER TABLE groups ADD COLUMN noforwards INTEGER NOT NULL DEFAULT 0;
`
