/**
 * Who protects a chat, the tags of saved messages, and which messages were saved before there were saved dialogs: these
 * are filed by the maintenance (see `file-saved.ts`), because only the services can read them.
 */
export const privateChats: string = `
CREATE TABLE unfiled_messages (
  box INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (box, id)
) STRICT, WITHOUT ROWID;
INSERT INTO unfiled_messages (box, id)
  SELECT box, id FROM messages m WHERE peer = box
  AND NOT EXISTS (SELECT 1 FROM saved_messages s WHERE s.box = m.box AND s.id = m.id);

CREATE TABLE protected_chats (
  box INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  protector INTEGER NOT NULL,
  PRIMARY KEY (box, peer)
) STRICT, WITHOUT ROWID;

CREATE TABLE saved_tags (
  box INTEGER NOT NULL,
  reaction BLOB NOT NULL,
  peer INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (box, reaction, peer, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_tags_of_message ON saved_tags (box, id);
CREATE TABLE saved_tag_titles (
  box INTEGER NOT NULL,
  reaction BLOB NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (box, reaction)
) STRICT, WITHOUT ROWID;
`
