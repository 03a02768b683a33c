/** Files that one message shows beside another one of their kind: a message counts one, and the others stay as long as that does. */
export const filesTogether: string = `
CREATE TABLE files_together (
  kind TEXT NOT NULL,
  lead INTEGER NOT NULL,
  file INTEGER NOT NULL,
  PRIMARY KEY (kind, lead, file)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER file_kept_by_another AFTER INSERT ON files_together BEGIN
  UPDATE documents SET uses = uses + 1, unused_since = NULL WHERE id = NEW.file AND NEW.kind = 'document';
  UPDATE photos SET uses = uses + 1, unused_since = NULL WHERE id = NEW.file AND NEW.kind = 'photo';
END;
CREATE TRIGGER file_kept_no_more AFTER DELETE ON files_together BEGIN
  UPDATE documents SET uses = max(0, uses - 1) WHERE id = OLD.file AND OLD.kind = 'document';
  UPDATE photos SET uses = max(0, uses - 1) WHERE id = OLD.file AND OLD.kind = 'photo';
END;
CREATE TRIGGER leading_document_gone AFTER DELETE ON documents BEGIN
  DELETE FROM files_together WHERE kind = 'document' AND lead = OLD.id;
END;
CREATE TRIGGER leading_photo_gone AFTER DELETE ON photos BEGIN
  DELETE FROM files_together WHERE kind = 'photo' AND lead = OLD.id;
END;
`
