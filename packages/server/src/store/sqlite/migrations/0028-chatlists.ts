/** Folders that are shared by links, and who has one by which. Lists of chats are JSON. */
export const chatlists: string = `
CREATE TABLE chatlist_links (
  digest BLOB PRIMARY KEY,
  slug TEXT NOT NULL,
  owner INTEGER NOT NULL,
  filter INTEGER NOT NULL,
  title TEXT NOT NULL,
  date INTEGER NOT NULL,
  peers TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX chatlist_links_of_folder ON chatlist_links (owner, filter);

CREATE TABLE joined_chatlists (
  owner INTEGER NOT NULL,
  filter INTEGER NOT NULL,
  digest BLOB NOT NULL,
  came TEXT NOT NULL,
  hidden TEXT NOT NULL,
  PRIMARY KEY (owner, filter)
) STRICT, WITHOUT ROWID;
`
