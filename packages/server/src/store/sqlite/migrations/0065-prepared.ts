/** Messages and buttons that bots have prepared for their web apps, each for one person. */
export const prepared: string = `
CREATE TABLE prepared_by_bots (
  id INTEGER PRIMARY KEY,
  bot INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  message BLOB,
  button BLOB,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX prepared_by_age ON prepared_by_bots (expires_at);
CREATE INDEX prepared_of_bot ON prepared_by_bots (bot);
CREATE INDEX prepared_for_user ON prepared_by_bots (user_id);
`
