/** What bots are to be told, from the unit in which it happened until it has a number in the bot's box. */
export const botEvents: string = `
CREATE TABLE bot_events (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  bot INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX bot_events_of_bot ON bot_events (bot);
`
