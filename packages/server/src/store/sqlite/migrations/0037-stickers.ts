/** A table whose rows need a document. */
const needs = (table: string): string => `
CREATE TRIGGER document_needed_by_${table} AFTER INSERT ON ${table} BEGIN
  UPDATE documents SET uses = uses + 1, unused_since = NULL WHERE id = NEW.document;
END;
CREATE TRIGGER document_gone_from_${table} AFTER DELETE ON ${table} BEGIN
  UPDATE documents SET uses = max(0, uses - 1) WHERE id = OLD.document;
END;
`

/**
 * Sets of stickers, and what people have of them. A set that was removed keeps its row, without its name, until it is out of
 * everybody's lists.
 */
export const stickers: string = `
CREATE TABLE sticker_sets (
  id INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL,
  maker INTEGER NOT NULL,
  access_hash BLOB NOT NULL,
  short_name TEXT NOT NULL,
  name_key TEXT,
  title TEXT NOT NULL,
  title_key TEXT,
  kind TEXT NOT NULL,
  text_color INTEGER NOT NULL,
  date INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  count INTEGER NOT NULL DEFAULT 0,
  thumb INTEGER,
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX sticker_sets_by_name ON sticker_sets (name_key) WHERE name_key IS NOT NULL;
CREATE INDEX sticker_sets_by_title ON sticker_sets (title_key) WHERE title_key IS NOT NULL;
CREATE INDEX sticker_sets_of_owner ON sticker_sets (owner, id) WHERE removed = 0;
CREATE INDEX removed_sticker_sets ON sticker_sets (id) WHERE removed = 1;

CREATE TABLE stickers_of_sets (
  set_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  document INTEGER NOT NULL,
  emoji TEXT NOT NULL,
  keywords TEXT NOT NULL,
  PRIMARY KEY (set_id, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX sets_by_document ON stickers_of_sets (document);

CREATE TABLE installed_sets (
  user_id INTEGER NOT NULL,
  set_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  archived INTEGER NOT NULL,
  date INTEGER NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (user_id, set_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX installed_sets_in_order ON installed_sets (user_id, kind, archived, place);
CREATE INDEX installed_sets_by_set ON installed_sets (set_id);

CREATE TABLE sticker_lists (
  user_id INTEGER NOT NULL,
  list TEXT NOT NULL,
  document INTEGER NOT NULL,
  date INTEGER NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (user_id, list, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX sticker_lists_in_order ON sticker_lists (user_id, list, place);
${['stickers_of_sets', 'sticker_lists'].map(needs).join('')}
CREATE TRIGGER thumb_of_new_set AFTER INSERT ON sticker_sets WHEN NEW.thumb IS NOT NULL BEGIN
  UPDATE documents SET uses = uses + 1, unused_since = NULL WHERE id = NEW.thumb;
END;
CREATE TRIGGER thumb_of_set AFTER UPDATE OF thumb ON sticker_sets WHEN OLD.thumb IS NOT NEW.thumb BEGIN
  UPDATE documents SET uses = uses + 1, unused_since = NULL WHERE id = NEW.thumb;
  UPDATE documents SET uses = max(0, uses - 1) WHERE id = OLD.thumb;
END;
`
