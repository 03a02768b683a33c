/**
 * Accounts, boxes, private chats.
 *
 * Clustered by what is read together: a box's messages by number, its chats through one covering index, its changes by
 * `pts`. New messages need no row besides their own: see `difference.ts` for how they are found by `pts`.
 */
export const accountsAndMessages: string = `
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE auth_keys (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL,
  initial_salt INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  bound_to INTEGER,
  layer INTEGER,
  api_id INTEGER,
  device_model TEXT,
  system_version TEXT,
  app_version TEXT,
  system_lang_code TEXT,
  lang_pack TEXT,
  lang_code TEXT
) STRICT;

CREATE TABLE authorizations (
  auth_key_id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  active_at INTEGER NOT NULL
) STRICT;
CREATE INDEX authorizations_of_user ON authorizations (user_id);

CREATE TABLE login_codes (
  hash TEXT PRIMARY KEY,
  phone TEXT NOT NULL,
  auth_key_id INTEGER NOT NULL,
  digest BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  wrong_attempts INTEGER NOT NULL,
  verified INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX login_codes_of_phone ON login_codes (phone, created_at);

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  phone TEXT UNIQUE,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  about TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE usernames (
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  peer INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE contacts (
  owner INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  phone TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (owner, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE boxes (
  id INTEGER PRIMARY KEY,
  pts INTEGER NOT NULL,
  last_message_id INTEGER NOT NULL,
  qts INTEGER NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
  box INTEGER NOT NULL,
  pts INTEGER NOT NULL,
  pts_count INTEGER NOT NULL,
  last_message_id INTEGER NOT NULL,
  date INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (box, pts)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
  box INTEGER NOT NULL,
  id INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  sender INTEGER NOT NULL,
  outgoing INTEGER NOT NULL,
  date INTEGER NOT NULL,
  pts INTEGER NOT NULL,
  twin INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (box, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_of_chat ON messages (box, peer, id, outgoing);

CREATE TABLE sent_messages (
  box INTEGER NOT NULL,
  random_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (box, random_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX sent_messages_by_date ON sent_messages (date);

CREATE TABLE dialogs (
  box INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  top_message INTEGER NOT NULL,
  top_date INTEGER NOT NULL,
  first_message INTEGER NOT NULL,
  message_count INTEGER NOT NULL,
  unread_count INTEGER NOT NULL,
  read_inbox_max_id INTEGER NOT NULL,
  read_outbox_max_id INTEGER NOT NULL,
  PRIMARY KEY (box, peer)
) STRICT, WITHOUT ROWID;

INSERT INTO sqlite_sequence (name, seq) VALUES ('users', 1000000);
`
