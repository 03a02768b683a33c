/**
 * Channels and supergroups: what each is, who is in it, and what of its one log was deleted.
 *
 * The log itself is in the tables of messages and events like any other box, and its newest message in the dialog that a
 * channel's box has with itself. A channel's messages are numbered without gaps, so how many are above a read mark follows
 * from the newest one and from how many were deleted between: those are counted in blocks of 1024 numbers, with a bit for
 * each number, so that a post writes nothing here.
 */
export const channels: string = `
CREATE TABLE channels (
  id INTEGER PRIMARY KEY,
  megagroup INTEGER NOT NULL,
  title TEXT NOT NULL,
  about TEXT NOT NULL,
  creator INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  switches INTEGER NOT NULL,
  default_banned_rights INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  members INTEGER NOT NULL,
  admins INTEGER NOT NULL,
  restricted INTEGER NOT NULL,
  banned INTEGER NOT NULL,
  read_max_id INTEGER NOT NULL,
  read_max_by INTEGER,
  read_second_id INTEGER NOT NULL
) STRICT;
CREATE INDEX channels_of_creator ON channels (creator);

CREATE TABLE channel_members (
  channel INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  role INTEGER NOT NULL,
  present INTEGER NOT NULL,
  date INTEGER NOT NULL,
  inviter INTEGER,
  admin_rights INTEGER NOT NULL,
  promoted_by INTEGER,
  rank TEXT,
  banned_rights INTEGER NOT NULL,
  banned_until INTEGER NOT NULL,
  banned_by INTEGER,
  available_min_id INTEGER NOT NULL,
  read_inbox_max_id INTEGER NOT NULL,
  own_unread INTEGER NOT NULL,
  title_then TEXT,
  PRIMARY KEY (channel, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX channels_of_member ON channel_members (user_id, present);
CREATE INDEX channel_members_by_date ON channel_members (channel, date) WHERE present = 1;
CREATE INDEX channel_members_by_role ON channel_members (channel, role) WHERE role <> 1;

CREATE TABLE deleted_numbers (
  box INTEGER NOT NULL,
  block INTEGER NOT NULL,
  count INTEGER NOT NULL,
  bits BLOB NOT NULL,
  PRIMARY KEY (box, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_counts (
  channel INTEGER NOT NULL,
  id INTEGER NOT NULL,
  views INTEGER NOT NULL,
  forwards INTEGER NOT NULL,
  PRIMARY KEY (channel, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX posts_by_sender ON messages (box, sender, id) WHERE box < -1000000000000;

CREATE INDEX users_by_first_name ON users (first_name);
CREATE INDEX users_by_last_name ON users (last_name) WHERE last_name <> '';
`
