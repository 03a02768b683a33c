/**
 * Bots that speak for an organisation and whom they have verified; and which bots somebody lets change the own emoji status.
 * What a verification shows is joined to the row of whoever has it, since it stands beside every name.
 */
export const verifications: string = `
CREATE TABLE bot_verifiers (
  user_id INTEGER PRIMARY KEY,
  icon INTEGER NOT NULL,
  company TEXT NOT NULL,
  description TEXT,
  own_words INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE verifications (
  peer INTEGER PRIMARY KEY,
  bot INTEGER NOT NULL,
  description TEXT
) STRICT;
CREATE INDEX verifications_by_bot ON verifications (bot);

CREATE TABLE status_bots (
  user_id INTEGER NOT NULL,
  bot INTEGER NOT NULL,
  PRIMARY KEY (user_id, bot)
) STRICT, WITHOUT ROWID;
`
