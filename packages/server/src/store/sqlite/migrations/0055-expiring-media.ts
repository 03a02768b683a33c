/** Media that destroys itself: when, once it was opened. */
export const expiringMedia: string = `
CREATE TABLE expiring_media (
  box INTEGER NOT NULL,
  id INTEGER NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY (box, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX expiring_media_by_time ON expiring_media (time);
`
