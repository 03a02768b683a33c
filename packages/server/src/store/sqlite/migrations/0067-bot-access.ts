/** Bots that only some may reach: their owner, and those who are listed. */
export const botAccess: string = `
ALTER TABLE bots ADD COLUMN restricted INTEGER NOT NULL DEFAULT 0;

CREATE TABLE bot_access (
  bot INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  PRIMARY KEY (bot, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bot_access_by_user ON bot_access (user_id);
`
