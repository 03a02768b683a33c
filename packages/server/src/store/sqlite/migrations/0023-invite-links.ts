/** Links into groups and channels, who came in by them, and who asks to. */
export const inviteLinks: string = `
CREATE TABLE invite_links (
  digest BLOB PRIMARY KEY,
  hash TEXT NOT NULL,
  chat INTEGER NOT NULL,
  admin INTEGER NOT NULL,
  date INTEGER NOT NULL,
  permanent INTEGER NOT NULL,
  revoked INTEGER NOT NULL,
  request_needed INTEGER NOT NULL,
  start_date INTEGER,
  expire_date INTEGER,
  usage_limit INTEGER,
  usage INTEGER NOT NULL,
  title TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX invite_links_of_admin ON invite_links (admin, chat, revoked, date);
CREATE INDEX invite_links_of_chat ON invite_links (chat, admin, revoked);

CREATE TABLE invite_importers (
  digest BLOB NOT NULL,
  user_id INTEGER NOT NULL,
  date INTEGER NOT NULL,
  approved_by INTEGER,
  PRIMARY KEY (digest, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invite_importers_by_date ON invite_importers (digest, date, user_id);
CREATE INDEX invite_importers_of_user ON invite_importers (user_id);

CREATE TABLE join_requests (
  chat INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  digest BLOB NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (chat, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX join_requests_by_date ON join_requests (chat, date, user_id);
CREATE INDEX join_requests_of_link ON join_requests (digest, date, user_id);
CREATE INDEX join_requests_of_user ON join_requests (user_id);

CREATE TRIGGER invite_link_removed AFTER DELETE ON invite_links
BEGIN
  DELETE FROM invite_importers WHERE digest = OLD.digest;
  DELETE FROM join_requests WHERE digest = OLD.digest;
END;
`
