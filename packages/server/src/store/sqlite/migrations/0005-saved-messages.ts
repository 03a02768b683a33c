/** One's saved messages by the chats that they were saved from, and what else was missing of the lists of chats. */
export const savedMessages: string = `
CREATE TABLE saved_messages (
  box INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  id INTEGER NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (box, peer, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_messages_by_number ON saved_messages (box, id);

CREATE TABLE saved_dialogs (
  box INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  top_message INTEGER NOT NULL,
  top_date INTEGER NOT NULL,
  message_count INTEGER NOT NULL,
  pinned INTEGER NOT NULL,
  PRIMARY KEY (box, peer)
) STRICT, WITHOUT ROWID;

CREATE TABLE autoarchived_peers (
  owner INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  PRIMARY KEY (owner, peer)
) STRICT, WITHOUT ROWID;

ALTER TABLE polls ADD COLUMN unread_votes INTEGER NOT NULL DEFAULT 0;
`
