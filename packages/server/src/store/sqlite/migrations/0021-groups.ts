/**
 * Basic groups. What their messages say stands once in `group_contents`; the copies of a message in the boxes of the members
 * name it, and `group_copies` says where they are. A content goes with its last copy.
 */
export const groups: string = `
CREATE TABLE groups (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  about TEXT NOT NULL,
  creator INTEGER NOT NULL,
  date INTEGER NOT NULL,
  version INTEGER NOT NULL,
  members INTEGER NOT NULL,
  default_banned BLOB,
  deactivated INTEGER NOT NULL
) STRICT;
CREATE INDEX deactivated_groups ON groups (number) WHERE deactivated = 1;

CREATE TABLE group_members (
  chat INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  inviter INTEGER NOT NULL,
  date INTEGER NOT NULL,
  admin INTEGER NOT NULL,
  standing INTEGER NOT NULL,
  title_then TEXT,
  PRIMARY KEY (chat, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX groups_of_member ON group_members (user_id, standing);

CREATE TABLE group_contents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chat INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX contents_of_group ON group_contents (chat);

CREATE TABLE group_copies (
  content INTEGER NOT NULL,
  box INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (content, box)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER last_copy_of_content AFTER DELETE ON group_copies
WHEN NOT EXISTS (SELECT 1 FROM group_copies WHERE content = OLD.content)
BEGIN
  DELETE FROM group_contents WHERE id = OLD.content;
END;

INSERT INTO sqlite_sequence (name, seq) VALUES ('groups', 1000000);
`
