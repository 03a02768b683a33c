/** A table whose rows may show a document. */
const shows = (table: string): string => `
ALTER TABLE ${table} ADD COLUMN document INTEGER;
CREATE TRIGGER document_shown_by_${table} AFTER INSERT ON ${table} WHEN NEW.document IS NOT NULL BEGIN
  UPDATE documents SET uses = uses + 1, unused_since = NULL WHERE id = NEW.document;
END;
CREATE TRIGGER document_gone_from_${table} AFTER DELETE ON ${table} WHEN OLD.document IS NOT NULL BEGIN
  UPDATE documents SET uses = max(0, uses - 1) WHERE id = OLD.document;
END;
CREATE TRIGGER document_changed_in_${table} AFTER UPDATE OF document ON ${table} WHEN OLD.document IS NOT NEW.document BEGIN
  UPDATE documents SET uses = uses + 1, unused_since = NULL WHERE id = NEW.document;
  UPDATE documents SET uses = max(0, uses - 1) WHERE id = OLD.document;
END;
`

/**
 * Files that are being uploaded, and documents. Whatever removes a row that needs an object, content or a document, the count is
 * right: triggers keep it.
 */
export const files: string = `
CREATE TABLE uploads (
  user_id INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  is_big INTEGER NOT NULL,
  total INTEGER,
  part_size INTEGER,
  bytes INTEGER NOT NULL DEFAULT 0,
  touched_at INTEGER NOT NULL,
  hash BLOB,
  size INTEGER,
  md5 TEXT,
  parts INTEGER,
  PRIMARY KEY (user_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_by_age ON uploads (touched_at);
CREATE TRIGGER content_of_upload_released AFTER DELETE ON uploads WHEN OLD.hash IS NOT NULL BEGIN
  UPDATE blobs SET uses = max(0, uses - 1) WHERE hash = OLD.hash;
END;

CREATE TABLE upload_parts (
  user_id INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  part INTEGER NOT NULL,
  object TEXT NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (user_id, file_id, part)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER object_of_part_released AFTER DELETE ON upload_parts BEGIN
  UPDATE file_objects SET remove_at = 0 WHERE name = OLD.object AND remove_at IS NULL;
END;

CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL,
  date INTEGER NOT NULL,
  hash BLOB NOT NULL,
  size INTEGER NOT NULL,
  secret BLOB NOT NULL,
  data BLOB NOT NULL,
  uses INTEGER NOT NULL DEFAULT 0,
  unused_since INTEGER
) STRICT;
CREATE INDEX unused_documents ON documents (unused_since) WHERE uses = 0;
CREATE TRIGGER content_of_document_released AFTER DELETE ON documents BEGIN
  UPDATE blobs SET uses = max(0, uses - 1) WHERE hash = OLD.hash;
  UPDATE file_usage SET bytes = max(0, bytes - OLD.size) WHERE user_id = OLD.owner;
END;

CREATE TABLE file_usage (
  user_id INTEGER PRIMARY KEY,
  bytes INTEGER NOT NULL
) STRICT;
${['messages', 'arrived_messages', 'group_contents', 'scheduled_messages'].map(shows).join('')}
CREATE TRIGGER scheduled_message_replaced BEFORE INSERT ON scheduled_messages BEGIN
  DELETE FROM scheduled_messages WHERE box = NEW.box AND id = NEW.id;
END;
`
