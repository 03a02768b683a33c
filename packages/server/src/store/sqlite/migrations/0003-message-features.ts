/**
 * Marks and search, reactions, polls, drafts, scheduled and expiring messages, dates of reading. A plain message writes to
 * none of these tables.
 */
export const messageFeatures: string = `
CREATE TABLE message_marks (
  box INTEGER NOT NULL,
  mark TEXT NOT NULL,
  peer INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (box, mark, peer, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_marks_of_message ON message_marks (box, id);

CREATE TABLE indexed_boxes (
  number INTEGER PRIMARY KEY,
  box INTEGER NOT NULL UNIQUE,
  up_to INTEGER NOT NULL
) STRICT;
CREATE VIRTUAL TABLE message_words USING fts5 (
  body, chat, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE scheduled_messages (
  box INTEGER NOT NULL,
  id INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  date INTEGER NOT NULL,
  random_id INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (box, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX scheduled_messages_by_date ON scheduled_messages (date);
CREATE UNIQUE INDEX scheduled_messages_by_random_id ON scheduled_messages (box, random_id);
CREATE TABLE scheduled_message_numbers (last INTEGER NOT NULL) STRICT;
INSERT INTO scheduled_message_numbers VALUES (0);

CREATE TABLE drafts (
  owner INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (owner, peer)
) STRICT, WITHOUT ROWID;

CREATE TABLE reactions (
  box INTEGER NOT NULL,
  id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  place INTEGER NOT NULL,
  reaction BLOB NOT NULL,
  date INTEGER NOT NULL,
  big INTEGER NOT NULL,
  unread INTEGER NOT NULL,
  PRIMARY KEY (box, id, user_id, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE used_reactions (
  user_id INTEGER NOT NULL,
  reaction BLOB NOT NULL,
  date INTEGER NOT NULL,
  times INTEGER NOT NULL,
  recent INTEGER NOT NULL,
  PRIMARY KEY (user_id, reaction)
) STRICT, WITHOUT ROWID;
CREATE TABLE favourite_reactions (
  user_id INTEGER PRIMARY KEY,
  reaction BLOB NOT NULL
) STRICT;

CREATE TABLE polls (
  id INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL,
  data BLOB NOT NULL,
  close_at INTEGER
) STRICT;
CREATE INDEX polls_by_close_at ON polls (close_at) WHERE close_at IS NOT NULL;
CREATE TABLE poll_votes (
  poll INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  option BLOB NOT NULL,
  place INTEGER NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (poll, user_id, option)
) STRICT, WITHOUT ROWID;
CREATE INDEX poll_votes_by_option ON poll_votes (poll, option, date, user_id);
CREATE TABLE poll_holders (
  poll INTEGER NOT NULL,
  box INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (poll, box, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE auto_delete_periods (
  box INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  period INTEGER NOT NULL,
  PRIMARY KEY (box, peer)
) STRICT, WITHOUT ROWID;
CREATE TABLE expiring_messages (
  box INTEGER NOT NULL,
  id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY (box, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX expiring_messages_by_time ON expiring_messages (time);

CREATE TABLE read_dates (
  box INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  max_id INTEGER NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (box, peer, max_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX read_dates_by_date ON read_dates (date);
`
