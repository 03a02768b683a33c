/** Apps that bots open, and those that people have open. */
export const webApps: string = `
CREATE TABLE bot_apps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bot INTEGER NOT NULL,
  short_name TEXT NOT NULL COLLATE NOCASE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  url TEXT NOT NULL,
  UNIQUE (bot, short_name)
) STRICT;

CREATE TABLE web_app_sessions (
  query_id INTEGER PRIMARY KEY,
  bot INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  peer BLOB NOT NULL,
  reply_to BLOB,
  send_as BLOB,
  silent INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX web_app_sessions_by_age ON web_app_sessions (expires_at);
CREATE INDEX web_app_sessions_of_user ON web_app_sessions (user_id);
`
