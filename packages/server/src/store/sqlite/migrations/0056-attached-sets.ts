/** The sets of the stickers that somebody has put on a photo or a film before sending it ("Stickers", attached stickers). */
export const attachedSets: string = `
CREATE TABLE attached_sets (
  file INTEGER NOT NULL,
  kind TEXT NOT NULL,
  place INTEGER NOT NULL,
  set_id INTEGER NOT NULL,
  PRIMARY KEY (file, kind, place)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER attached_sets_of_photo_gone AFTER DELETE ON photos BEGIN
  DELETE FROM attached_sets WHERE file = OLD.id AND kind = 'photo';
END;
CREATE TRIGGER attached_sets_of_document_gone AFTER DELETE ON documents BEGIN
  DELETE FROM attached_sets WHERE file = OLD.id AND kind = 'document';
END;
`
