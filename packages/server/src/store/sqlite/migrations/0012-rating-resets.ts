/** From where on messages count in the rating of someone. */
export const ratingResets: string = `
CREATE TABLE rating_resets (
  owner INTEGER NOT NULL,
  peer INTEGER NOT NULL,
  max_id INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  PRIMARY KEY (owner, peer)
) STRICT, WITHOUT ROWID;
`
