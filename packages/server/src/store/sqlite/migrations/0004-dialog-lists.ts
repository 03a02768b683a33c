/** How a user arranges dialogs, and the changes that have no `pts`. */
export const dialogLists: string = `
CREATE TABLE dialog_marks (
  box INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  folder INTEGER NOT NULL,
  pinned INTEGER NOT NULL,
  unread INTEGER NOT NULL,
  PRIMARY KEY (box, peer)
) STRICT, WITHOUT ROWID;

CREATE TABLE dialog_filters (
  owner INTEGER NOT NULL,
  id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (owner, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE unnumbered_changes (
  box INTEGER NOT NULL,
  key TEXT NOT NULL,
  qts INTEGER NOT NULL,
  date INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (box, key)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX unnumbered_changes_in_order ON unnumbered_changes (box, qts);
`
