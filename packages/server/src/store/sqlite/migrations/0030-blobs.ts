/**
 * The content of files. Its bytes lie in an object store; here stand which objects there are, their keys, and which content,
 * by its SHA-256, lies in which. An object with a time of removal is not in use: it is being written, or is about to go.
 */
export const blobs: string = `
CREATE TABLE file_objects (
  name TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  key BLOB NOT NULL,
  key_id TEXT NOT NULL,
  remove_at INTEGER,
  dead INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX file_objects_to_remove ON file_objects (dead, remove_at) WHERE remove_at IS NOT NULL;

CREATE TABLE blobs (
  hash BLOB PRIMARY KEY,
  size INTEGER NOT NULL,
  object TEXT NOT NULL,
  uses INTEGER NOT NULL DEFAULT 0,
  unused_since INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX unused_blobs ON blobs (unused_since) WHERE uses = 0;
`
