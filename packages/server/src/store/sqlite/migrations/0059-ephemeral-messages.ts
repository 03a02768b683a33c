/** Messages that one member of a group exchanges with a bot ("Ephemeral messages"), which show files as others do. */
export const ephemeralMessages: string = `
CREATE TABLE ephemeral_messages (
  id INTEGER PRIMARY KEY,
  chat INTEGER NOT NULL,
  bot INTEGER NOT NULL,
  person INTEGER NOT NULL,
  sender INTEGER NOT NULL,
  date INTEGER NOT NULL,
  random_id INTEGER NOT NULL,
  data BLOB NOT NULL,
  document INTEGER,
  photo INTEGER
) STRICT;
CREATE INDEX ephemeral_messages_by_person ON ephemeral_messages (person, bot);
CREATE INDEX ephemeral_messages_by_bot ON ephemeral_messages (bot);
CREATE INDEX ephemeral_messages_by_chat ON ephemeral_messages (chat);
CREATE INDEX ephemeral_messages_by_date ON ephemeral_messages (date);
CREATE UNIQUE INDEX ephemeral_messages_by_random_id ON ephemeral_messages (sender, random_id);
CREATE TABLE ephemeral_message_numbers (last INTEGER NOT NULL) STRICT;
INSERT INTO ephemeral_message_numbers VALUES (0);
CREATE TRIGGER files_shown_by_ephemeral_messages AFTER INSERT ON ephemeral_messages
WHEN NEW.document IS NOT NULL OR NEW.photo IS NOT NULL BEGIN
  UPDATE documents SET uses = uses + 1, unused_since = NULL WHERE id = NEW.document;
  UPDATE photos SET uses = uses + 1, unused_since = NULL WHERE id = NEW.photo;
END;
CREATE TRIGGER files_gone_from_ephemeral_messages AFTER DELETE ON ephemeral_messages
WHEN OLD.document IS NOT NULL OR OLD.photo IS NOT NULL BEGIN
  UPDATE documents SET uses = max(0, uses - 1) WHERE id = OLD.document;
  UPDATE photos SET uses = max(0, uses - 1) WHERE id = OLD.photo;
END;
`
