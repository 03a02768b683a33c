/**
 * What makes an account a bot stands in its own row, so that whoever shows people reads no other one; what only the bot and its
 * owner need stands beside it. Members say whether they are bots, since a message must know to whom it may go.
 */
export const bots: string = `
ALTER TABLE users ADD COLUMN bot_flags INTEGER;
ALTER TABLE users ADD COLUMN bot_version INTEGER;
ALTER TABLE users ADD COLUMN bot_owner INTEGER;
ALTER TABLE users ADD COLUMN bot_placeholder TEXT;
CREATE INDEX bots_of_owner ON users (bot_owner) WHERE bot_owner IS NOT NULL;
CREATE INDEX all_bots ON users (id) WHERE bot_flags IS NOT NULL;

CREATE TABLE bots (
  user_id INTEGER PRIMARY KEY,
  token_seed BLOB NOT NULL,
  group_rights INTEGER NOT NULL DEFAULT 0,
  channel_rights INTEGER NOT NULL DEFAULT 0,
  feedback INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE bot_commands (
  user_id INTEGER NOT NULL,
  scope TEXT NOT NULL,
  lang TEXT NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (user_id, scope, lang)
) STRICT, WITHOUT ROWID;

CREATE TABLE bot_texts (
  user_id INTEGER NOT NULL,
  lang TEXT NOT NULL,
  name TEXT NOT NULL,
  about TEXT NOT NULL,
  description TEXT NOT NULL,
  PRIMARY KEY (user_id, lang)
) STRICT, WITHOUT ROWID;

CREATE TABLE bot_menus (
  user_id INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (user_id, peer)
) STRICT, WITHOUT ROWID;

CREATE TABLE bot_queries (
  id INTEGER PRIMARY KEY,
  bot INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  asked BLOB NOT NULL,
  callback BLOB,
  results BLOB,
  cache_key TEXT,
  cached_until INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX bot_queries_by_age ON bot_queries (expires_at);
CREATE INDEX bot_queries_of_user ON bot_queries (user_id);
CREATE INDEX bot_queries_cached ON bot_queries (cache_key, cached_until) WHERE cache_key IS NOT NULL;

CREATE TABLE bot_conversations (
  bot INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (bot, user_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE group_members ADD COLUMN bot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE group_members ADD COLUMN last_post INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channel_members ADD COLUMN bot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channel_members ADD COLUMN last_post INTEGER NOT NULL DEFAULT 0;
CREATE INDEX bots_of_channel ON channel_members (channel) WHERE bot = 1;
`
