/**
 * Documents that people collect, GIFs and sounds, which stay as long as they are in a list; what somebody has of a content; and
 * who has heard what in supergroups.
 */
export const documents: string = `
CREATE TABLE saved_documents (
  owner INTEGER NOT NULL,
  list TEXT NOT NULL,
  document INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (owner, list, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_documents_in_order ON saved_documents (owner, list, position);
CREATE TRIGGER document_saved AFTER INSERT ON saved_documents BEGIN
  UPDATE documents SET uses = uses + 1, unused_since = NULL WHERE id = NEW.document;
END;
CREATE TRIGGER document_not_saved AFTER DELETE ON saved_documents BEGIN
  UPDATE documents SET uses = max(0, uses - 1) WHERE id = OLD.document;
END;

CREATE INDEX documents_by_content ON documents (owner, hash);

CREATE TABLE heard_posts (
  channel INTEGER NOT NULL,
  id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (channel, id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX heard_posts_by_age ON heard_posts (date);
CREATE INDEX heard_posts_of_user ON heard_posts (user_id);
`
