/** A table whose rows may show a document, a photo, or both: a photo that moves, a video with a cover. */
const shows = (table: string): string => `
ALTER TABLE ${table} ADD COLUMN photo INTEGER;
DROP TRIGGER document_shown_by_${table};
DROP TRIGGER document_gone_from_${table};
DROP TRIGGER document_changed_in_${table};
CREATE TRIGGER files_shown_by_${table} AFTER INSERT ON ${table}
WHEN NEW.document IS NOT NULL OR NEW.photo IS NOT NULL BEGIN
  UPDATE documents SET uses = uses + 1, unused_since = NULL WHERE id = NEW.document;
  UPDATE photos SET uses = uses + 1, unused_since = NULL WHERE id = NEW.photo;
END;
CREATE TRIGGER files_gone_from_${table} AFTER DELETE ON ${table}
WHEN OLD.document IS NOT NULL OR OLD.photo IS NOT NULL BEGIN
  UPDATE documents SET uses = max(0, uses - 1) WHERE id = OLD.document;
  UPDATE photos SET uses = max(0, uses - 1) WHERE id = OLD.photo;
END;
CREATE TRIGGER document_changed_in_${table} AFTER UPDATE OF document ON ${table} WHEN OLD.document IS NOT NEW.document BEGIN
  UPDATE documents SET uses = uses + 1, unused_since = NULL WHERE id = NEW.document;
  UPDATE documents SET uses = max(0, uses - 1) WHERE id = OLD.document;
END;
CREATE TRIGGER photo_changed_in_${table} AFTER UPDATE OF photo ON ${table} WHEN OLD.photo IS NOT NEW.photo BEGIN
  UPDATE photos SET uses = uses + 1, unused_since = NULL WHERE id = NEW.photo;
  UPDATE photos SET uses = max(0, uses - 1) WHERE id = OLD.photo;
END;
`

/**
 * Photos, and the sizes of photos and thumbnails of documents, each of which has content of its own. What shows a photo is
 * counted as what shows a document is.
 */
export const photos: string = `
CREATE TABLE photos (
  id INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL,
  date INTEGER NOT NULL,
  size INTEGER NOT NULL,
  secret BLOB NOT NULL,
  data BLOB NOT NULL,
  uses INTEGER NOT NULL DEFAULT 0,
  unused_since INTEGER
) STRICT;
CREATE INDEX unused_photos ON photos (unused_since) WHERE uses = 0;

CREATE TABLE file_sizes (
  file INTEGER NOT NULL,
  kind TEXT NOT NULL,
  type TEXT NOT NULL,
  hash BLOB NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (file, kind, type)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER content_of_size_released AFTER DELETE ON file_sizes BEGIN
  UPDATE blobs SET uses = max(0, uses - 1) WHERE hash = OLD.hash;
END;
CREATE TRIGGER sizes_of_photo_gone AFTER DELETE ON photos BEGIN
  DELETE FROM file_sizes WHERE file = OLD.id AND kind = 'photo';
  UPDATE file_usage SET bytes = max(0, bytes - OLD.size) WHERE user_id = OLD.owner;
END;
CREATE TRIGGER thumbnails_of_document_gone AFTER DELETE ON documents BEGIN
  DELETE FROM file_sizes WHERE file = OLD.id AND kind = 'document';
END;
${['messages', 'arrived_messages', 'group_contents', 'scheduled_messages'].map(shows).join('')}`
